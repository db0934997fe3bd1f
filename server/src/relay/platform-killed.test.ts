/** The county platform's process is killed (`kill -9`) in the middle of taking what we send; in the end it holds each record once. */
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { identifierSystems } from 'shared/kernel/fhir-systems'
import { createStore } from '../../../scripts/sandbox/county/store'
import { type Child, startChild, waitUntilHealthy } from '../../../scripts/start/child'
import { freePort } from '../../../scripts/start/free-port'
import { dayOf } from '../clock'
import type { Context } from '../context'
import { type Clinic, newClinic } from '../testing/clinic'
import { type TestServer, startTestServer } from '../testing/server'
import { newResident } from '../testing/signed-in'
import { readBacklog } from './delivery-status'
import { reconcile } from './reconcile'
import { deliverDue } from './worker'

const clone = join(__dirname, '../../..')
let folder: string
let server: TestServer
let clinic: Clinic
let platform: Child | undefined
let context: Context
let port: number
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'county-killed-'))
  server = await startTestServer()
  clinic = await newClinic(server)
  port = await freePort()
  const { config } = server.context
  const url = `http://127.0.0.1:${port}`
  // One record a request, so that a kill falls between many of them.
  const killed = { COUNTY_FHIR_URL: `${url}/fhir`, COUNTY_TOKEN_URL: `${url}/oauth/token`, RELAY_BATCH: 1 }
  context = { ...server.context, config: { ...config, ...killed } }
})
afterAll(async () => {
  await platform?.stop()
  await server.stop()
  await rm(folder, { recursive: true, force: true })
})

const startPlatform = async (): Promise<Child> => {
  const { COUNTY_CLIENT_ID, COUNTY_CLIENT_SECRET } = context.config
  const settings = { CLIENT_ID: COUNTY_CLIENT_ID, CLIENT_SECRET: COUNTY_CLIENT_SECRET, PEOPLE: '0', DAYS: '3' }
  platform = startChild({
    name: 'the county platform',
    args: ['--import', 'tsx', join(clone, 'scripts/sandbox/county/main.ts')],
    cwd: clone,
    env: { ...process.env, ...settings, PORT: String(port), FOLDER: join(folder, 'county') },
    log: join(folder, 'county.log'),
  })
  await waitUntilHealthy(platform, `http://127.0.0.1:${port}/healthz`)
  return platform
}
/** The platform's books, read or written while it does not run. */
const withBooks = <T>(work: (store: ReturnType<typeof createStore>) => T): T => {
  const store = createStore({ folder: join(folder, 'county'), now: () => Date.now() })
  try {
    return work(store)
  } finally {
    store.close()
  }
}
const journal = () => stat(join(folder, 'county/journal.jsonl')).then(({ size }) => size)

/** Kills it as soon as it has written down so much more. */
const killAfter = async (bytes: number): Promise<void> => {
  const running = platform!
  const from = await journal()
  while ((await journal()) < from + bytes) await sleep(1)
  process.kill(running.pid, 'SIGKILL')
  await running.exited
}
const today = () => dayOf(server.clock.now(), context.config.TIME_ZONE)
/** Leases and pauses between tries have passed when it returns. */
const deliverThenLater = async (): Promise<void> => {
  await deliverDue(context)
  server.clock.push(40_000)
}

test('killed again and again while it is told, it holds every booking once, with each of its states, at the end', async () => {
  const residents = await Promise.all(Array.from({ length: 12 }, () => newResident(server)))
  const { slotId } = await clinic.addSession({ numbers: residents.length })
  withBooks(store => {
    const put = (resourceType: string, id: string) => store.put(id, { resourceType, id } as never)
    store.atomically(() => [
      put('Practitioner', clinic.doctorId),
      put('HealthcareService', clinic.departmentId),
      put('Slot', slotId),
      ...residents.map(({ onFile }) => put('Patient', onFile.platformId)),
    ])
  })
  const booked = await Promise.all(
    residents.map(who => who.appointments.book({ body: { slotId, personId: who.personId } })),
  )
  const ids = booked.map(b => b.appointmentId)
  await clinic.clerk.desk.confirm({ body: { appointmentIds: ids } })

  const waiting = async () => (await readBacklog(server.db, server.clock.now())).waiting
  const began = today()
  for (const _kill of [1, 2]) {
    await startPlatform()
    const before = await waiting()
    let alive = true
    void killAfter(8_000).then(() => (alive = false))
    for (; alive; await sleep(50)) await deliverThenLater()
    expect(await waiting()).toBeGreaterThan(0)
    expect(await waiting()).toBeLessThan(before)
  }
  await startPlatform()
  for (let round = 0; round < 60 && (await waiting()) > 0; round++, await sleep(100)) await deliverThenLater()
  expect(await reconcile(context, began, today())).toMatchObject({ differences: [] })
  await platform!.stop()
  const there = withBooks(store =>
    ids.map(id =>
      [...store.withTerm('Appointment', `i:${identifierSystems.appointment}|${id}`)].map(held =>
        store.history('Appointment', held).map(v => (v.resource as { status?: string }).status),
      ),
    ),
  )
  expect(there).toEqual(ids.map(() => [['pending', 'booked']]))
  const { waiting: left, deadLetters } = await readBacklog(server.db, server.clock.now())
  expect({ left, deadLetters }).toEqual({ left: 0, deadLetters: 0 })
}, 60_000)
