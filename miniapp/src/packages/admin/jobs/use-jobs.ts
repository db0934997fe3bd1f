import { jobs } from '../../../api/jobs'
import { useLoad } from '../../../api/use-load'
import { useShown } from '../../../ui/use-shown'

export const jobsKey = ['jobs'] as const
export type Job = Awaited<ReturnType<typeof jobs.jobs>>['jobs'][number]

/** What runs by itself, asked again while it is looked at. */
export const useJobs = () => {
  const shown = useShown()
  return useLoad(jobsKey, () => jobs.jobs({}), shown ? { every: 5_000 } : {})
}
