/** What cannot be delivered is put aside after RELAY_MAX_ATTEMPTS and sent again by an administrator; an outage is waited out. */
import { setTimeout as sleep } from 'node:timers/promises'
import { identifierSystems } from 'shared/kernel/fhir-systems'
import { codeOf } from '../testing/client'
import { type Clinic, newClinic } from '../testing/clinic'
import { type TestServer, startTestServer } from '../testing/server'
import { type Resident, type StaffMember, newAdministrator, newResident } from '../testing/signed-in'
import { OutboxEvent } from './outbox-event.entity'

const maxAttempts = 2
let server: TestServer
let clinic: Clinic
let admin: StaffMember
let resident: Resident
beforeAll(async () => {
  server = await startTestServer({ environment: { RELAY_MAX_ATTEMPTS: String(maxAttempts) } })
  clinic = await newClinic(server)
  admin = await newAdministrator(server, clinic.institutionId)
  resident = await newResident(server)
})
afterAll(() => server.stop())
afterEach(() => server.misbehave('none'))

/** A booking on a slot that the platform knows. */
const newBooking = async (): Promise<string> => {
  const { slotId } = await clinic.addSession()
  const { store } = server.platform
  const put = (resourceType: string, id: string) => store.put(id, { resourceType, id } as never)
  store.atomically(() => [
    put('Practitioner', clinic.doctorId),
    put('HealthcareService', clinic.departmentId),
    put('Slot', slotId),
  ])
  const who = await newResident(server)
  const { appointmentId } = await who.appointments.book({ body: { slotId, personId: who.personId } })
  return appointmentId
}
const eventsOf = async (appointmentId: string) => {
  const events = await server.db.manager.find(OutboxEvent, {
    where: { businessKey: `appointment:${appointmentId}` },
    order: { version: 'ASC' },
  })
  return events.map(({ state, attempts }) => ({ state, attempts }))
}
const idThere = (appointmentId: string): string =>
  [...server.platform.store.withTerm('Appointment', `i:${identifierSystems.appointment}|${appointmentId}`)][0]!
const deliver = async (): Promise<void> => {
  await server.runJob('relay-deliver')
  // Longer than any pause between two tries.
  server.clock.push(400_000)
}
/** Read as Prometheus reads it. */
const metric = async (name: string): Promise<number> => {
  const text = await (await fetch(`${server.base}/metrics`)).text()
  return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1])
}
/** The gauges look at the database once a second. */
const becomes = async (name: string, value: number): Promise<void> => {
  for (let tries = 0; tries < 30 && (await metric(name)) !== value; tries++) await sleep(100)
  expect(await metric(name)).toBe(value)
}

test('after so many failures of its own an event is put aside, in the metrics and before the administrator, until it is replayed', async () => {
  const appointmentId = await newBooking()
  await deliver()
  const delivered = await metric('relay_delivered_total')
  const { store } = server.platform
  const standing = store.current('Appointment', idThere(appointmentId))!.resource
  store.atomically(() => store.put(standing.id, standing))
  // Its searches tell an older version than it holds, so that no update of ours can match.
  await server.misbehave('staleVersions')
  await clinic.clerk.desk.confirm({ body: { appointmentIds: [appointmentId] } })
  for (let attempts = 1; attempts <= maxAttempts; attempts++) {
    await deliver()
    expect((await eventsOf(appointmentId))[1]).toEqual({ state: attempts < maxAttempts ? 'waiting' : 'dead', attempts })
  }
  await becomes('relay_dead_letters', 1)
  const { deadLetters } = await admin.relay.deadLetters({})
  expect(deadLetters).toMatchObject([
    { businessKey: `appointment:${appointmentId}`, attempts: maxAttempts, reason: expect.stringContaining('412') },
  ])
  expect(await admin.relay.relayStatus({})).toMatchObject({ deadLetters: 1, breaker: 'closed' })

  await server.misbehave('none')
  const params = { eventId: deadLetters[0]!.eventId }
  expect(await codeOf(resident.relay.replay({ params }))).toBe('forbidden')
  expect(await codeOf(clinic.clerk.relay.replay({ params }))).toBe('forbidden')
  await admin.relay.replay({ params })
  await deliver()
  expect((await eventsOf(appointmentId)).map(e => e.state)).toEqual(['delivered', 'delivered'])
  expect(store.current('Appointment', standing.id)!.resource).toMatchObject({ status: 'booked' })
  await becomes('relay_dead_letters', 0)
  await becomes('relay_backlog', 0)
  expect(await metric('relay_delivered_total')).toBeGreaterThan(delivered)
})

test('an outage longer than all tries makes no dead letter; the breaker opens, asks once in a while, and closes', async () => {
  const appointmentId = await newBooking()
  expect(await metric('relay_breaker')).toBe(0)
  await server.misbehave('down')
  for (let n = 0; n < 3; n++) await deliver()
  expect(await eventsOf(appointmentId)).toEqual([{ state: 'waiting', attempts: 3 }])
  expect(await metric('relay_breaker')).toBe(2)
  expect(await admin.relay.relayStatus({})).toMatchObject({ deadLetters: 0, breaker: 'open' })

  // The question after a while finds it down still: open again, and nobody's record was sent for that.
  await sleep(1_000)
  await deliver()
  expect(await metric('relay_breaker')).toBe(2)
  expect(await eventsOf(appointmentId)).toEqual([{ state: 'waiting', attempts: 3 }])
  expect(await metric('relay_backlog')).toBeGreaterThan(0)
  expect(await metric('relay_lag_seconds')).toBeGreaterThan(400)

  await server.misbehave('none')
  await server.misbehave('slow', { delayMs: 300, forRequests: 1 })
  const seen = new Set<number>()
  for (let tries = 0; tries < 50 && !seen.has(0); tries++) {
    const asking = server.runJob('relay-deliver')
    await sleep(100)
    seen.add(await metric('relay_breaker'))
    await asking
    seen.add(await metric('relay_breaker'))
  }
  expect(seen).toContain(1)
  expect(await metric('relay_breaker')).toBe(0)
  await deliver()
  expect((await eventsOf(appointmentId)).map(e => e.state)).toEqual(['delivered'])
})
