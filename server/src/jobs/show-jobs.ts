/** What runs by itself, as the administrator and the metrics see it. */
import type { DataSource } from 'typeorm'
import { type Problem, problem } from 'shared/kernel/errors'
import { JobRecord } from './job-record.entity'
import type { Job } from './scheduler'

/** A job that is woken writes down its runs once a minute; the others are looked for twice a second. */
const graceMs = 120_000

type State = 'idle' | 'running' | 'late' | 'failed'

const stateOf = (job: Job, record: JobRecord | undefined, now: Date): State => {
  if (!record) return 'idle'
  if (!job.wake && record.leaseUntil > now) return 'running'
  if (record.nextRunAt.getTime() + graceMs < now.getTime()) return 'late'
  return record.failures > 0 ? 'failed' : 'idle'
}

export const showJobs = async (db: DataSource, jobs: Job[], now: Date) => {
  const records = new Map((await db.manager.find(JobRecord)).map(r => [r.name, r]))
  return jobs.map(job => {
    const record = records.get(job.name)
    return {
      name: job.name,
      does: job.does,
      everySeconds: job.everySeconds,
      state: stateOf(job, record, now),
      lastStartedAt: record?.lastStartedAt?.toISOString() ?? null,
      lastFinishedAt: record?.lastFinishedAt?.toISOString() ?? null,
      tookMs: record?.lastTookMs ?? null,
      nextRunAt: record?.nextRunAt.toISOString() ?? null,
      lastError: record?.lastError ?? null,
      failures: record?.failures ?? 0,
    }
  })
}

/** The process that looks next takes it; a run under way is followed by another. */
export const askForRun = async (
  db: DataSource,
  jobs: Job[],
  name: string,
  now: Date,
): Promise<void | Problem<'not_found'>> => {
  const job = jobs.find(j => j.name === name)
  if (!job) return problem('not_found')
  if (job.wake) return job.wake.ring()
  await db.manager.update(JobRecord, { name }, { nextRunAt: now })
}
