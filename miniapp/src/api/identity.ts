import { createClient } from 'shared/kernel/client'
import { identityContract } from 'shared/identity/contract'
import { send } from './send'

export const identity = createClient(identityContract, send)
