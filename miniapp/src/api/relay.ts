import { createClient } from 'shared/kernel/client'
import { relayContract } from 'shared/relay/contract'
import { send } from './send'

export const relay = createClient(relayContract, send)
