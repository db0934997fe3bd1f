import { createClient } from 'shared/kernel/client'
import { auditContract } from 'shared/audit/contract'
import { send } from './send'

export const audit = createClient(auditContract, send)
