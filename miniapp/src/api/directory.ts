import { createClient } from 'shared/kernel/client'
import { directoryContract } from 'shared/directory/contract'
import { send } from './send'

export const directory = createClient(directoryContract, send)
