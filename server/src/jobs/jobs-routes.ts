import { jobsContract } from 'shared/jobs/contract'
import { isProblem } from 'shared/kernel/errors'
import type { Context } from '../context'
import { type Routes, routes } from '../http/call'
import { recordAccess } from '../modules/audit'
import type { Job } from './scheduler'
import { askForRun, showJobs } from './show-jobs'

export const jobsRoutes = ({ db, clock }: Context, jobs: Job[]): Routes =>
  routes(jobsContract, {
    jobs: async () => ({ jobs: await showJobs(db, jobs, clock.now()) }),
    runJob: async ({ params: { name } }, { session, requestId }) => {
      const at = clock.now()
      const refused = await askForRun(db, jobs, name, at)
      if (isProblem(refused)) return refused
      const nobody = { institutionId: null, personId: null, purpose: null }
      const who = { accountId: session.accountId, role: 'administrator', requestId, ...nobody }
      await recordAccess(db, { at, action: 'jobs.run', ...who, details: { name } })
    },
  })
