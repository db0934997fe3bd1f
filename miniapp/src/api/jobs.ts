import { createClient } from 'shared/kernel/client'
import { jobsContract } from 'shared/jobs/contract'
import { send } from './send'

export const jobs = createClient(jobsContract, send)
