import { createClient } from 'shared/kernel/client'
import { doctorDeskContract } from 'shared/consultations/doctor-desk-contract'
import { send } from './send'

export const doctorDesk = createClient(doctorDeskContract, send)
