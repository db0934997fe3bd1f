/**
 * Server and database are killed (`kill -9`) while 32 clients book and cancel on 40 slots, on default settings. Every
 * client repeats what got no answer under the same idempotency key, as the phone does. Afterwards nothing is lost and
 * nothing is there twice: not here, not at the county platform.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { type Clients, clientsOf } from 'server/testing/client'
import { untoldChanges, wrongSlots } from 'server/testing/invariants'
import { type TestServer, startTestServer } from 'server/testing/server'
import { type Resident, newAdministrator, newResident, newStaff } from 'server/testing/signed-in'
import { identifierSystems } from 'shared/kernel/fhir-systems'
import {
  type Process,
  count,
  fortySlots,
  institutionId,
  persist,
  pick,
  prepareKillable,
  startProgram,
  until,
} from './killable'

let killable: Awaited<ReturnType<typeof prepareKillable>>
/** Holds the sandboxes and makes people; its own HTTP server is not what is tried here. */
let fixtures: TestServer
let environment: Record<string, string>
let server: Process

const startServer = async (): Promise<void> => {
  server = await startProgram(killable.folder, 'server/src/main.ts', killable.port, environment)
}
const killServer = async (): Promise<void> => {
  await server.kill()
  await startServer()
}

beforeAll(async () => {
  killable = await prepareKillable()
  const { keys } = killable
  fixtures = await startTestServer({ environment: keys, days: 15, keepData: true })
  const { config } = fixtures.context
  environment = {
    ...keys,
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
  await server?.child.stop()
  await fixtures?.stop()
  await killable?.stop()
}, 60_000)

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
  const { base, killDatabase } = killable
  const slotIds = await fortySlots(fixtures.db)
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
    async () => (await count(fixtures.db, "SELECT COUNT(*) AS n FROM outbox_event WHERE state = 'waiting'")) === 0,
  )
  expect(await count(fixtures.db, "SELECT COUNT(*) AS n FROM outbox_event WHERE state = 'dead'")).toBe(0)
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
