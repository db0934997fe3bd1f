import { createClient } from 'shared/kernel/client'
import { paymentsContract } from 'shared/payments/contract'
import { send } from './send'

export const payments = createClient(paymentsContract, send)
