import { createClient } from 'shared/kernel/client'
import { identityStaffContract } from 'shared/identity/staff-contract'
import { send } from './send'

export const identityStaff = createClient(identityStaffContract, send)
