/**
 * One small scheduler: each job runs in one process at a time by a lease in the database, and a run that a crash cut
 * short is taken up again when its lease ends.
 */
import { v7 as uuid } from 'uuid'
import type { Logger } from 'pino'
import type { DataSource } from 'typeorm'
import type { Clock } from '../clock'
import { JobRecord } from './job-record.entity'

export interface Job {
  /** Stable name: `<module>-<what it does>`. */
  name: string
  everySeconds: number
  /** Longest a run may take before another process may start it again. */
  leaseSeconds: number
  /** `stopping` is aborted when the process stops: a long run ends early then. */
  run(stopping?: AbortSignal): Promise<void>
  /** The job runs in every process, without a lease of its own, each time it is woken and every `everySeconds`. */
  wake?: Wake
}

export interface Wake {
  ring(): void
  /** Resolves when rung (also when it was rung since the last wait) or after `ms`. */
  wait(ms: number): Promise<void>
}

const tickMs = 500

/** Takes the job if it is due and nobody holds it: one conditional UPDATE. */
const claim = async (db: DataSource, job: Job, owner: string, now: Date): Promise<boolean> => {
  const taken = await db
    .createQueryBuilder()
    .update(JobRecord)
    .set({ leaseOwner: owner, leaseUntil: new Date(now.getTime() + job.leaseSeconds * 1000), lastStartedAt: now })
    .where('name = :name AND next_run_at <= :now AND lease_until <= :now', { name: job.name, now })
    .execute()
  return taken.affected === 1
}

const release = async (db: DataSource, job: Job, owner: string, now: Date, error: unknown): Promise<void> => {
  await db
    .createQueryBuilder()
    .update(JobRecord)
    .set({
      leaseOwner: null,
      leaseUntil: now,
      nextRunAt: new Date(now.getTime() + job.everySeconds * 1000),
      lastFinishedAt: now,
      lastError: error ? String((error as Error).message ?? error).slice(0, 500) : null,
    })
    .where('name = :name AND lease_owner = :owner', { name: job.name, owner })
    .execute()
}

/** Runs one job now if it is due; @returns whether it ran here. */
export const runIfDue = async (
  db: DataSource,
  clock: Clock,
  log: Logger,
  job: Job,
  owner: string,
  stopping?: AbortSignal,
): Promise<boolean> => {
  if (!(await claim(db, job, owner, clock.now()))) return false
  let failure: unknown
  try {
    await job.run(stopping)
  } catch (error) {
    failure = error
    log.error({ err: error, job: job.name }, 'job failed')
  }
  await release(db, job, owner, clock.now(), failure)
  return true
}

/** Starts all jobs; `stop` waits for the runs under way. */
export const startJobs = async (
  db: DataSource,
  clock: Clock,
  log: Logger,
  jobs: Job[],
): Promise<{ stop(): Promise<void> }> => {
  const owner = uuid()
  const epoch = new Date(0)
  for (const { name } of jobs.filter(job => !job.wake))
    await db
      .createQueryBuilder()
      .insert()
      .into(JobRecord)
      .values({ name, leaseUntil: epoch, nextRunAt: epoch })
      .orIgnore()
      .updateEntity(false)
      .execute()
  const stopping = new AbortController()
  const { signal } = stopping
  const wakeful = async (job: Job, wake: Wake): Promise<void> => {
    while (!signal.aborted) {
      await job.run(signal).catch(error => log.error({ err: error, job: job.name }, 'job failed'))
      if (!signal.aborted) await wake.wait(job.everySeconds * 1000)
    }
  }
  const loop = async (job: Job): Promise<void> => {
    // Asking the database twice a second per job would be idle work: a job sleeps until it can be due again.
    while (!signal.aborted) {
      const ran = await runIfDue(db, clock, log, job, owner, signal).catch(error => {
        log.warn({ err: error, job: job.name }, 'job could not be claimed')
        return false
      })
      const pause = ran ? job.everySeconds * 1000 : Math.min(job.everySeconds * 1000, 5_000)
      for (let waited = 0; waited < pause && !signal.aborted; waited += tickMs)
        await new Promise(r => setTimeout(r, tickMs))
    }
  }
  const loops = jobs.map(job => (job.wake ? wakeful(job, job.wake) : loop(job)))
  return {
    async stop() {
      stopping.abort()
      for (const job of jobs) job.wake?.ring()
      await Promise.all(loops)
    },
  }
}
