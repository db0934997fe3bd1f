import type { Context } from '../../context'
import type { Job } from '../../jobs/scheduler'

export const identityJobs = (_context: Context): Job[] => []
