import { createClient } from 'shared/kernel/client'
import { adminConsultationsContract } from 'shared/consultations/admin-contract'
import { send } from './send'

export const adminConsultations = createClient(adminConsultationsContract, send)
