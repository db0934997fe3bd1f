import { createClient } from 'shared/kernel/client'
import { doctorConsultationsContract } from 'shared/consultations/doctor-contract'
import { send } from './send'

export const doctorConsultations = createClient(doctorConsultationsContract, send)
