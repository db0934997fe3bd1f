import { createClient } from 'shared/kernel/client'
import { deskContract } from 'shared/appointments/desk-contract'
import { send } from './send'

export const desk = createClient(deskContract, send)
