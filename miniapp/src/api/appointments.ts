import { createClient } from 'shared/kernel/client'
import { appointmentsContract } from 'shared/appointments/contract'
import { send } from './send'

export const appointments = createClient(appointmentsContract, send)
