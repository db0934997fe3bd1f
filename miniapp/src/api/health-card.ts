import { createClient } from 'shared/kernel/client'
import { healthCardContract } from 'shared/health-card/contract'
import { send } from './send'

export const healthCard = createClient(healthCardContract, send)
