import { createClient } from 'shared/kernel/client'
import { paymentsAdminContract } from 'shared/payments/admin-contract'
import { send } from './send'

export const paymentsAdmin = createClient(paymentsAdminContract, send)
