import { createClient } from 'shared/kernel/client'
import { paymentsDeskContract } from 'shared/payments/desk-contract'
import { send } from './send'

export const paymentsDesk = createClient(paymentsDeskContract, send)
