/** Two processes on one database, a crash, a failure, a late run: what the administrator and the metrics see of it. */
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import pino from 'pino'
import type { DataSource } from 'typeorm'
import { openDatabase } from '../db/data-source'
import { codeOf } from '../testing/client'
import { type TestServer, startTestServer } from '../testing/server'
import { newAdministrator, newResident } from '../testing/signed-in'
import { JobRecord } from './job-record.entity'
import { type Job, startJobs } from './scheduler'
import { showJobs } from './show-jobs'
import { createWake } from './wake'

let server: TestServer
let second: DataSource
const log = pino({ level: 'silent' })
const started: { stop(): Promise<void> }[] = []
beforeAll(async () => {
  server = await startTestServer()
  second = await openDatabase(server.context.config.DATABASE_URL, 4)
})
afterEach(async () => {
  await Promise.all(started.splice(0).map(s => s.stop()))
})
afterAll(async () => {
  await second.destroy()
  await server.stop()
})

let names = 0
const jobOf = (run: Job['run'], more: Partial<Job> = {}): Job => ({
  ...{ name: `test-job-${++names}`, does: '试一试', everySeconds: 60, leaseSeconds: 30, run },
  ...more,
})
const start = async (db: DataSource, jobs: Job[]) => {
  const running = await startJobs(db, server.clock, log, jobs)
  started.push(running)
  return running
}
const until = async (what: () => Promise<boolean> | boolean, seconds = 10): Promise<void> => {
  for (const end = Date.now() + seconds * 1000; !(await what()); await sleep(50))
    if (Date.now() > end) throw new Error('it did not come about')
}
const shown = async (job: Job) => (await showJobs(server.db, [job], server.clock.now()))[0]!

it('runs in one process at a time, and again when it is due', async () => {
  let runs = 0
  let together = 0
  const job = jobOf(async () => {
    runs++
    together++
    if (together > 1) throw new Error('twice at once')
    await sleep(300)
    together--
  })
  await Promise.all([start(server.db, [job]), start(second, [job])])
  await until(async () => runs === 1 && (await shown(job)).lastFinishedAt !== null)
  await sleep(1200)
  expect(runs).toBe(1)
  server.clock.push(61_000)
  await until(() => runs === 2)
  await until(async () => (await shown(job)).state === 'idle')
  const { tookMs, failures, nextRunAt } = await shown(job)
  expect(tookMs).toBeGreaterThanOrEqual(299)
  expect(failures).toBe(0)
  expect(Date.parse(nextRunAt!)).toBeGreaterThan(server.clock.now().getTime() + 50_000)
})

it('is taken up by another process when its lease ends after a crash', async () => {
  let runs = 0
  const job = jobOf(async () => void runs++)
  const now = server.clock.now()
  const leaseUntil = new Date(now.getTime() + 30_000)
  const crashed = { name: job.name, leaseOwner: '01900000-0000-7000-8000-000000000009', leaseUntil }
  await server.db.manager.insert(JobRecord, { ...crashed, nextRunAt: leaseUntil, lastStartedAt: now })
  await start(second, [job])
  await sleep(1200)
  expect(runs).toBe(0)
  expect((await shown(job)).state).toBe('running')
  server.clock.push(31_000)
  await until(() => runs === 1)
})

it('shows what failed and how often, until it succeeds', async () => {
  let broken = true
  const job = jobOf(async () => {
    if (broken) throw new Error('the bill is missing')
  })
  await start(server.db, [job])
  await until(async () => (await shown(job)).failures === 1)
  server.clock.push(61_000)
  await until(async () => (await shown(job)).failures === 2)
  expect(await shown(job)).toMatchObject({ state: 'failed', lastError: 'the bill is missing' })
  broken = false
  server.clock.push(61_000)
  await until(async () => (await shown(job)).failures === 0)
  expect(await shown(job)).toMatchObject({ state: 'idle', lastError: null })
})

it('shows what is late, and catches up once', async () => {
  let runs = 0
  const job = jobOf(async () => void runs++)
  const first = await start(server.db, [job])
  await until(async () => runs === 1 && (await shown(job)).state === 'idle')
  await first.stop()
  server.clock.push(5 * 3_600_000)
  expect((await shown(job)).state).toBe('late')
  await start(second, [job])
  await until(async () => runs === 2 && (await shown(job)).state === 'idle')
  await sleep(1200)
  expect(runs).toBe(2)
})

it('writes down those that are woken, too: their failures at once', async () => {
  const wake = createWake()
  let broken = false
  let runs = 0
  const job = jobOf(
    async () => {
      runs++
      if (broken) throw new Error('WeChat is away')
    },
    { wake },
  )
  await start(server.db, [job])
  await until(async () => (await shown(job)).tookMs !== null)
  const noted = (await shown(job)).lastStartedAt
  for (let n = 0; n < 5; n++) {
    wake.ring()
    await until(() => runs > n + 1)
  }
  expect((await shown(job)).lastStartedAt).toBe(noted)
  broken = true
  wake.ring()
  await until(async () => (await shown(job)).state === 'failed')
  broken = false
  wake.ring()
  await until(async () => (await shown(job)).state === 'idle')
})

it('is shown to the administrator, who may let one run at once, and to nobody else', async () => {
  const administrator = await newAdministrator(server)
  const { jobs } = await administrator.jobs.jobs({})
  expect(jobs.length).toBeGreaterThan(15)
  expect(jobs.filter(j => !/\p{Script=Han}/u.test(j.does))).toEqual([])
  await server.db.manager.upsert(
    JobRecord,
    {
      name: 'relay-reconcile',
      leaseUntil: new Date(0),
      nextRunAt: new Date(server.clock.now().getTime() + 86_400_000),
    },
    ['name'],
  )
  await administrator.jobs.runJob({ params: { name: 'relay-reconcile' } })
  const { nextRunAt } = await server.db.manager.findOneByOrFail(JobRecord, { name: 'relay-reconcile' })
  expect(nextRunAt.getTime()).toBeLessThanOrEqual(server.clock.now().getTime())
  await administrator.jobs.runJob({ params: { name: 'relay-deliver' } })
  expect(await codeOf(administrator.jobs.runJob({ params: { name: 'no-such-job' } }))).toBe('not_found')
  const resident = await newResident(server)
  expect(await codeOf(resident.jobs.jobs({}))).toBe('forbidden')
  expect(await codeOf(resident.jobs.runJob({ params: { name: 'relay-reconcile' } }))).toBe('forbidden')
})

it('runs again when it was asked for while it ran', async () => {
  let runs = 0
  const gate = new EventTarget()
  const job = jobOf(async () => {
    runs++
    if (runs === 1) await once(gate, 'open')
  })
  await start(server.db, [job])
  await until(() => runs === 1)
  await server.db.manager.update(JobRecord, { name: job.name }, { nextRunAt: server.clock.now() })
  gate.dispatchEvent(new Event('open'))
  await until(() => runs === 2)
})

it('is in the metrics', async () => {
  const text = await (await fetch(`${server.base}/metrics`)).text()
  expect(text).toMatch(/^job_failures\{job="relay-reconcile"\} 0$/m)
  expect(text).toMatch(/^job_late\{job="relay-reconcile"\} [01]$/m)
})
