/**
 * Server and database are killed (`kill -9`) while 32 clients book and cancel on 40 slots, on default settings. Every
 * client repeats what got no answer under the same idempotency key, as the phone does. Afterwards nothing is lost and
 * nothing is there twice: not here, not at the county platform.
 */
import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { openDatabase } from 'server/db/data-source'
import { type Clients, clientsOf } from 'server/testing/client'
import { untoldChanges, wrongSlots } from 'server/testing/invariants'
import { type TestServer, startTestServer } from 'server/testing/server'
import { type Resident, newAdministrator, newResident, newStaff } from 'server/testing/signed-in'
import { defaultAppointmentRules } from 'shared/appointments/rules-contract'
import { identifierSystems } from 'shared/kernel/fhir-systems'
import { ProblemError } from 'shared/kernel/client'
import { errors } from 'shared/kernel/errors'
import { type PrivateDatabase, startPrivateDatabase } from '../database/private-database'
import { type Child, startChild, waitUntilHealthy } from '../start/child'
import { freePort } from '../start/free-port'

const clone = join(__dirname, '../..')
const institutionId = 'org-county'
const key = () => randomBytes(32).toString('base64')

let folder: string
let database: PrivateDatabase
/** Holds the sandboxes and makes people; its own HTTP server is not what is tried here. */
let fixtures: TestServer
let environment: Record<string, string>
let server: Child
let base: string

const startServer = async (): Promise<void> => {
  server = startChild({
    name: 'the server',
    args: ['--import', 'tsx', join(clone, 'server/src/main.ts')],
    cwd: clone,
    env: { ...process.env, ...environment },
    log: join(folder, `server-${randomUUID()}.log`),
  })
  await waitUntilHealthy(server, `${base}/healthz`)
}
const killServer = async (): Promise<void> => {
  process.kill(server.pid, 'SIGKILL')
  await server.exited
  await startServer()
}
const killDatabase = async (): Promise<void> => {
  process.kill(database.pid, 'SIGKILL')
  await database.exited
  database = await startPrivateDatabase({ folder: join(folder, 'database'), port: database.port })
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'county-faults-'))
  database = await startPrivateDatabase({ folder: join(folder, 'database') })
  const db = await openDatabase(database.url, 2)
  await db.runMigrations()
  await db.destroy()
  const keys = { ACCESS_TOKEN_KEY: key(), DATA_KEYS: `k1:${key()}`, INDEX_KEY: key(), DATABASE_URL: database.url }
  fixtures = await startTestServer({ environment: keys, keepData: true })
  const { config } = fixtures.context
  const port = await freePort()
  base = `http://127.0.0.1:${port}`
  environment = {
    ...keys,
    PORT: String(port),
    WECHAT_API_URL: config.WECHAT_API_URL,
    WECHAT_APP_ID: config.WECHAT_APP_ID,
    WECHAT_APP_SECRET: config.WECHAT_APP_SECRET,
    COUNTY_FHIR_URL: config.COUNTY_FHIR_URL,
    COUNTY_CLIENT_ID: config.COUNTY_CLIENT_ID!,
    COUNTY_CLIENT_SECRET: config.COUNTY_CLIENT_SECRET!,
    COUNTY_TOKEN_URL: config.COUNTY_TOKEN_URL!,
  }
  await startServer()
}, 120_000)
afterAll(async () => {
  await server?.stop()
  await fixtures?.stop()
  await database?.stop()
  await rm(folder, { recursive: true, force: true })
}, 60_000)

const until = async (what: string, holds: () => Promise<boolean>, limitMs = 60_000): Promise<void> => {
  for (const end = Date.now() + limitMs; Date.now() < end; await sleep(200)) if (await holds()) return
  throw new Error(`Not within ${limitMs / 1000} s: ${what}`)
}
const count = async (sql: string): Promise<number> => Number((await fixtures.db.query(sql))[0].n)

/** 40 slots of one institution that the server itself has pulled from the platform, with room for many hands. */
const fortySlots = async (): Promise<string[]> => {
  const bookable = `FROM appointment_slot sl JOIN appointment_session se ON se.session_id = sl.session_id
    JOIN department d ON d.department_id = se.department_id
    WHERE d.institution_id = '${institutionId}' AND se.state = 'open' AND sl.public_remaining > 0
      AND sl.starts_at > NOW() + INTERVAL 2 DAY AND sl.starts_at < NOW() + INTERVAL 12 DAY`
  await until('the schedules are here', async () => (await count(`SELECT COUNT(*) AS n ${bookable}`)) >= 40)
  await fixtures.db.query(
    'INSERT INTO institution_rules (institution_id, rules, version, updated_at) VALUES (?, ?, 1, NOW(3))',
    [institutionId, JSON.stringify({ ...defaultAppointmentRules, perDepartmentPerDay: 10, perPhonePerMonth: 100 })],
  )
  const rows: { id: string }[] = await fixtures.db.query(
    `SELECT sl.slot_id AS id ${bookable} ORDER BY sl.slot_id LIMIT 40`,
  )
  return rows.map(r => r.id)
}

/** Repeats under the same key until there is an answer; a refusal is one, a broken connection or a 5xx is none. */
const persist = async <T>(
  call: (idempotencyKey: string) => Promise<T>,
): Promise<{ answer?: T; idempotencyKey: string }> => {
  const idempotencyKey = randomUUID()
  for (let tries = 0; tries < 300; tries++) {
    try {
      return { answer: await call(idempotencyKey), idempotencyKey }
    } catch (error) {
      if (error instanceof ProblemError && errors[error.code].status < 500 && error.code !== 'too_many_requests')
        return { idempotencyKey }
      await sleep(100)
    }
  }
  throw new Error('No answer after 300 tries')
}
const pick = <T>(list: readonly T[]): T => list[Math.floor(Math.random() * list.length)]!

interface Booked {
  appointmentId: string
  slotId: string
  idempotencyKey: string
}
const act = async (who: Resident, phone: Clients, slotIds: string[], running: () => boolean) => {
  const booked: Booked[] = []
  const cancelled = new Set<string>()
  const live: string[] = []
  while (running()) {
    if (live.length && Math.random() < 0.4) {
      const appointmentId = live.pop()!
      const cancels = [1, 2, 3].map(() =>
        persist(k => phone.appointments.cancel({ params: { appointmentId }, body: {}, idempotencyKey: k })),
      )
      if ((await Promise.all(cancels)).some(c => c.answer)) cancelled.add(appointmentId)
      else live.unshift(appointmentId)
      continue
    }
    const slotId = pick(slotIds)
    const { answer, idempotencyKey } = await persist(k =>
      phone.appointments.book({ body: { slotId, personId: who.personId }, idempotencyKey: k }),
    )
    if (!answer) continue
    booked.push({ appointmentId: answer.appointmentId, slotId, idempotencyKey })
    live.push(answer.appointmentId)
  }
  return { who, phone, booked, cancelled }
}

test('killed server, killed database: nothing lost, nothing twice, never oversold', async () => {
  const slotIds = await fortySlots()
  expect(slotIds).toHaveLength(40)
  const people: Resident[] = []
  while (people.length < 32) people.push(...(await Promise.all(Array.from({ length: 8 }, () => newResident(fixtures)))))
  const clerk = await newStaff(fixtures, { role: 'staff', institutionId })
  const desk = clientsOf(base, clerk.tokens).desk

  let running = true
  const acting = people.map(who => act(who, clientsOf(base, who.tokens), slotIds, () => running))
  const refusing = (async () => {
    const refused = new Set<string>()
    while (running) {
      const rows: { id: string }[] = await fixtures.db
        .query("SELECT appointment_id AS id FROM appointment WHERE status = 'pending' LIMIT 30")
        .catch(() => [])
      if (rows.length) {
        const { id } = pick(rows)
        const { answer } = await persist(k =>
          desk.refuse({ body: { appointmentIds: [id], reason: '医生临时有急诊' }, idempotencyKey: k }),
        )
        if (answer?.results[0]?.ok) refused.add(id)
      }
      await sleep(100)
    }
    return refused
  })()
  for (const kill of [killServer, killDatabase, killServer]) {
    await sleep(3_000)
    await kill()
  }
  await sleep(3_000)
  running = false
  const done = await Promise.all(acting)
  const refused = await refusing

  // 1 and 5: never more than capacity, and every number is somewhere.
  expect(await wrongSlots(fixtures)).toEqual([])
  // 2: every acknowledged booking and cancel is there; the same key still gives the same booking.
  const statuses = new Map(
    (
      (await fixtures.db.query('SELECT appointment_id AS id, status FROM appointment')) as {
        id: string
        status: string
      }[]
    ).map(r => [r.id, r.status]),
  )
  const acknowledged = done.flatMap(d => d.booked)
  expect(acknowledged.length).toBeGreaterThan(50)
  expect(acknowledged.filter(b => !statuses.has(b.appointmentId))).toEqual([])
  for (const { who, phone, booked, cancelled } of done) {
    for (const { appointmentId } of booked) {
      const ended = cancelled.has(appointmentId) || refused.has(appointmentId)
      expect([appointmentId, statuses.get(appointmentId)]).toEqual([appointmentId, ended ? 'cancelled' : 'pending'])
    }
    const last = booked.at(-1)
    if (!last) continue
    const again = await persist(() =>
      phone.appointments.book({
        body: { slotId: last.slotId, personId: who.personId },
        idempotencyKey: last.idempotencyKey,
      }),
    )
    expect(again.answer?.appointmentId).toBe(last.appointmentId)
  }
  expect(statuses.size).toBe(acknowledged.length)
  // 4: every event reached the platform once; reconciliation lists nothing.
  expect(await untoldChanges(fixtures)).toEqual([])
  await until(
    'everything is delivered',
    async () => (await count("SELECT COUNT(*) AS n FROM outbox_event WHERE state = 'waiting'")) === 0,
  )
  expect(await count("SELECT COUNT(*) AS n FROM outbox_event WHERE state = 'dead'")).toBe(0)
  const { store } = fixtures.platform
  for (const [id, status] of statuses) {
    const held = [...store.withTerm('Appointment', `i:${identifierSystems.appointment}|${id}`)]
    expect(held.map(h => (store.current('Appointment', h)!.resource as { status?: string }).status)).toEqual([status])
  }
  const administrator = await newAdministrator(fixtures, institutionId)
  const today = new Date().toISOString().slice(0, 10)
  const to = new Date(Date.now() + 14 * 86_400_000).toISOString().slice(0, 10)
  const found = await clientsOf(base, administrator.tokens).relay.reconcile({ body: { from: today, to } })
  expect(found).toMatchObject({ differences: [] })
  expect(found.compared).toBeGreaterThan(0)
}, 240_000)
