import { createClient } from 'shared/kernel/client'
import { attachmentsContract } from 'shared/attachments/contract'
import { send } from './send'

export const attachments = createClient(attachmentsContract, send)
