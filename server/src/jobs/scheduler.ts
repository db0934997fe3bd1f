/**
 * One small scheduler: each job runs in one process at a time by a lease in the database, and a run that a crash cut
 * short is taken up again when its lease ends. What was due while no process ran is done as soon as one does.
 */
import { v7 as uuid } from 'uuid'
import type { Logger } from 'pino'
import type { DataSource } from 'typeorm'
import type { Clock } from '../clock'
import { JobRecord } from './job-record.entity'

export interface Job {
  /** Stable name: `<module>-<what it does>`. */
  name: string
  /** What it does, in plain Chinese, for the administrator. */
  does: string
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
/** How often a job that is woken writes down that it runs: it may be woken a hundred times a second. */
const noteEveryMs = 60_000

interface Run {
  startedAt: Date
  tookMs: number
  failure: unknown
}

/** Runs it and remembers what became of it; never rejects. */
const runOnce = async (clock: Clock, log: Logger, job: Job, stopping?: AbortSignal): Promise<Run> => {
  const startedAt = clock.now()
  const began = performance.now()
  let failure: unknown
  try {
    await job.run(stopping)
  } catch (error) {
    failure = error ?? new Error('failed without a reason')
    log.error({ err: error, job: job.name }, 'job failed')
  }
  return { startedAt, tookMs: Math.round(performance.now() - began), failure }
}

const resultOf = ({ tookMs, failure }: Run, now: Date) => ({
  lastFinishedAt: now,
  lastTookMs: tookMs,
  lastError: failure ? String((failure as Error).message ?? failure).slice(0, 500) : null,
  failures: failure ? () => 'failures + 1' : 0,
})

/** Takes the job if it is due and nobody holds it: one conditional UPDATE. */
const claim = async (db: DataSource, job: Job, owner: string, now: Date): Promise<boolean> => {
  const leaseUntil = new Date(now.getTime() + job.leaseSeconds * 1000)
  const taken = await db
    .createQueryBuilder()
    .update(JobRecord)
    // Due again when the lease ends, unless the run comes to its end before.
    .set({ leaseOwner: owner, leaseUntil, nextRunAt: leaseUntil, lastStartedAt: now })
    .where('name = :name AND next_run_at <= :now AND lease_until <= :now', { name: job.name, now })
    .execute()
  return taken.affected === 1
}

const release = async (db: DataSource, job: Job, owner: string, now: Date, run: Run): Promise<void> => {
  const next = new Date(now.getTime() + job.everySeconds * 1000)
  await db
    .createQueryBuilder()
    .update(JobRecord)
    .set({
      // Somebody asked for another run meanwhile. Before the lease ends in this statement: MySQL assigns in order.
      nextRunAt: () => 'IF(next_run_at < lease_until, next_run_at, :next)',
      leaseOwner: null,
      leaseUntil: now,
      ...resultOf(run, now),
    })
    .setParameters({ next })
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
  const run = await runOnce(clock, log, job, stopping)
  await release(db, job, owner, clock.now(), run)
  return true
}

const dueJobs = async (db: DataSource, jobs: Job[], now: Date): Promise<Job[]> => {
  const due = await db
    .createQueryBuilder(JobRecord, 'j')
    .select('j.name')
    .where('j.next_run_at <= :now AND j.lease_until <= :now', { now })
    .getMany()
  return jobs.filter(job => due.some(d => d.name === job.name))
}

const writeDown = async (db: DataSource, jobs: Job[]): Promise<void> => {
  const epoch = new Date(0)
  await db
    .createQueryBuilder()
    .insert()
    .into(JobRecord)
    .values(jobs.map(({ name }) => ({ name, leaseUntil: epoch, nextRunAt: epoch })))
    .orIgnore()
    .updateEntity(false)
    .execute()
}

interface Parts {
  db: DataSource
  clock: Clock
  log: Logger
  signal: AbortSignal
}

/** One look at the table serves all jobs with leases. */
const watch = async ({ db, clock, log, signal }: Parts, jobs: Job[]): Promise<void> => {
  const owner = uuid()
  const running = new Map<Job, Promise<unknown>>()
  while (!signal.aborted) {
    const due = await dueJobs(db, jobs, clock.now()).catch(error => {
      log.warn({ err: error }, 'jobs could not be looked up')
      return []
    })
    for (const job of due.filter(j => !running.has(j))) {
      const run = runIfDue(db, clock, log, job, owner, signal)
        .catch(error => log.warn({ err: error, job: job.name }, 'job could not be claimed or released'))
        .finally(() => running.delete(job))
      running.set(job, run)
    }
    await new Promise(resolve => setTimeout(resolve, tickMs))
  }
  await Promise.all(running.values())
}

/** A failed run is written down at once, like the first one after it. */
const noteRun = async ({ db, clock, log }: Parts, job: Job, run: Run): Promise<void> => {
  const now = clock.now()
  const nextRunAt = new Date(now.getTime() + job.everySeconds * 1000)
  await db
    .createQueryBuilder()
    .update(JobRecord)
    .set({ lastStartedAt: run.startedAt, nextRunAt, ...resultOf(run, now) })
    .where('name = :name', { name: job.name })
    .execute()
    .catch(error => log.warn({ err: error, job: job.name }, 'a run could not be written down'))
}

const wakeful = async (parts: Parts, job: Job, wake: Wake): Promise<void> => {
  const { clock, log, signal } = parts
  let noted = { at: -Infinity, failed: false }
  while (!signal.aborted) {
    const run = await runOnce(clock, log, job, signal)
    const failed = run.failure !== undefined
    if (failed || noted.failed || performance.now() - noted.at >= noteEveryMs) {
      await noteRun(parts, job, run)
      noted = { at: performance.now(), failed }
    }
    if (!signal.aborted) await wake.wait(job.everySeconds * 1000)
  }
}

/** Starts all jobs; `stop` waits for the runs under way. */
export const startJobs = async (
  db: DataSource,
  clock: Clock,
  log: Logger,
  jobs: Job[],
): Promise<{ stop(): Promise<void> }> => {
  await writeDown(db, jobs)
  const stopping = new AbortController()
  const parts = { db, clock, log, signal: stopping.signal }
  const leased = jobs.filter(job => !job.wake)
  const loops = [watch(parts, leased), ...jobs.flatMap(job => (job.wake ? [wakeful(parts, job, job.wake)] : []))]
  return {
    async stop() {
      stopping.abort()
      for (const job of jobs) job.wake?.ring()
      await Promise.all(loops)
    },
  }
}
