import { createClient } from 'shared/kernel/client'
import { consultationsContract } from 'shared/consultations/contract'
import { send } from './send'

export const consultations = createClient(consultationsContract, send)
