import { createClient } from 'shared/kernel/client'
import { consultationRecordContract } from 'shared/consultations/record-contract'
import { send } from './send'

export const consultationRecord = createClient(consultationRecordContract, send)
