import { createClient } from 'shared/kernel/client'
import { appointmentRulesContract } from 'shared/appointments/rules-contract'
import { send } from './send'

export const appointmentRules = createClient(appointmentRulesContract, send)
