/** Per job: last run, how long it took, failures in a row, whether it is late (docs/operations.md). */
import { Gauge, type Registry } from 'prom-client'
import type { Context } from '../context'
import type { Job } from './scheduler'
import { showJobs } from './show-jobs'

type Shown = Awaited<ReturnType<typeof showJobs>>[number]
/** One look at the database serves all gauges of a scrape. */
const freshMs = 1_000

export const jobMetrics = ({ db, clock }: Context, jobs: Job[], registry: Registry): void => {
  let last: { at: number; shown: Promise<Shown[]> } | undefined
  const look = (): Promise<Shown[]> => {
    if (!last || Date.now() - last.at > freshMs) last = { at: Date.now(), shown: showJobs(db, jobs, clock.now()) }
    return last.shown
  }
  const gauge = (name: string, help: string, read: (job: Shown) => number | null) =>
    new Gauge({
      name,
      help,
      labelNames: ['job'],
      registers: [registry],
      async collect() {
        this.reset()
        // A database that is away must not take the other metrics with it.
        for (const job of await look().catch(() => [])) {
          const value = read(job)
          if (value !== null) this.set({ job: job.name }, value)
        }
      },
    })
  gauge('job_last_finished_timestamp_seconds', 'When the job last came to its end', ({ lastFinishedAt }) =>
    lastFinishedAt === null ? null : Date.parse(lastFinishedAt) / 1000,
  )
  gauge('job_last_seconds', 'How long its last run took', ({ tookMs }) => (tookMs === null ? null : tookMs / 1000))
  gauge('job_failures', 'Runs that failed one after another', ({ failures }) => failures)
  gauge('job_late', '1 when the job should have run and did not', ({ state }) => (state === 'late' ? 1 : 0))
}
