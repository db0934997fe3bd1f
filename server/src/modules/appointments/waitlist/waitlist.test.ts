import { identifierSystems } from 'shared/kernel/fhir-systems'
import { addDays, dayOf, instantOf } from '../../../clock'
import { type Clinic, type NewSession, newClinic } from '../../../testing/clinic'
import { codeOf } from '../../../testing/client'
import { untoldChanges, wrongSlots } from '../../../testing/invariants'
import { type TestServer, startTestServer } from '../../../testing/server'
import { type Resident, newResident } from '../../../testing/signed-in'
import { offerEnds } from './offer-number'

const zone = 'Asia/Shanghai'
let server: TestServer
let clinic: Clinic

beforeAll(async () => {
  server = await startTestServer()
  server.clock.set(instantOf(addDays(dayOf(new Date(), zone), 1), '08:30', zone))
  clinic = await newClinic(server)
})
afterAll(() => server.stop())
afterEach(async () => {
  expect(await wrongSlots(server)).toEqual([])
  expect(await untoldChanges(server)).toEqual([])
})

const book = async (who: Resident, slotId: string) =>
  (await who.appointments.book({ body: { slotId, personId: who.personId } })).appointmentId
const cancel = (who: Resident, appointmentId: string) =>
  who.appointments.cancel({ params: { appointmentId }, body: {} })
const join = (who: Resident, sessionId: string) =>
  who.appointments.joinWaitlist({ body: { sessionId, personId: who.personId } })
const accept = (who: Resident, entryId: string) => who.appointments.acceptOffer({ params: { entryId } })
const leave = (who: Resident, entryId: string) => who.appointments.leaveWaitlist({ params: { entryId } })
const entryOf = async (who: Resident) => (await who.appointments.waitlist({})).entries[0]!

/** A session of one number that somebody has, and two who wait for it, in this order. */
const fullSession = async (given: NewSession = { inDays: 5 }) => {
  const session = await clinic.addSession({ slots: 1, numbers: 1, ...given })
  const [holder, first, second] = [await newResident(server), await newResident(server), await newResident(server)]
  const appointmentId = await book(holder, session.slotId)
  const a = await join(first, session.sessionId)
  const b = await join(second, session.sessionId)
  return { ...session, holder, appointmentId, first, second, a, b }
}

test('waiting is for full sessions only, once, and not on the day itself', async () => {
  const free = await clinic.addSession({ inDays: 5, numbers: 2 })
  const who = await newResident(server)
  expect(await codeOf(join(who, free.sessionId))).toBe('waitlist_not_full')
  expect(await codeOf(join(who, 'se-unknown'))).toBe('not_found')
  const { sessionId, holder, first, a, b } = await fullSession()
  expect([a.ahead, b.ahead]).toEqual([0, 1])
  expect(await codeOf(join(first, sessionId))).toBe('waitlist_joined')
  expect(await codeOf(join(holder, sessionId))).toBe('already_booked_in_session')
  const other = { body: { sessionId, personId: holder.personId } }
  expect(await codeOf(first.appointments.joinWaitlist(other))).toBe('not_permitted_for_person')
  const today = await clinic.addSession({ inDays: 0, from: '15:00', slots: 1, numbers: 1 })
  await book(await newResident(server), today.slotId)
  expect(await codeOf(join(who, today.sessionId))).toBe('waitlist_closed')
})

test('a number given back goes to who waited longest, and to nobody else', async () => {
  const { slotId, holder, appointmentId, first, second, b } = await fullSession()
  await cancel(holder, appointmentId)
  const offered = await entryOf(first)
  expect(offered).toMatchObject({ state: 'offered', offer: { slotId, from: '08:00', to: '08:30' } })
  const lasts = Date.parse(offered.offer!.expiresAt) - server.clock.now().getTime()
  expect(lasts).toBeGreaterThan(23.9 * 3_600_000)
  expect(lasts).toBeLessThanOrEqual(24 * 3_600_000)
  expect(await entryOf(second)).toMatchObject({ state: 'waiting', ahead: 0 })
  expect(await codeOf(book(await newResident(server), slotId))).toBe('slot_full')
  expect(await codeOf(accept(second, offered.entryId))).toBe('not_found')
  expect(await codeOf(accept(second, b.entryId))).toBe('offer_ended')

  const taken = await accept(first, offered.entryId)
  expect(taken).toMatchObject({ slotId, status: 'pending', personId: first.personId })
  expect(await codeOf(accept(first, offered.entryId))).toBe('offer_ended')
  expect(await codeOf(leave(first, offered.entryId))).toBe('not_found')
})

test('the earlier booking of that department and day is kept until the offer is accepted, then given back', async () => {
  const { holder, appointmentId, first, day } = await fullSession({ inDays: 6 })
  const afternoon = await clinic.addSession({ inDays: 6, from: '14:00' })
  const kept = await book(first, afternoon.slotId)
  await cancel(holder, appointmentId)
  const shown = () => first.appointments.appointment({ params: { appointmentId: kept } })
  expect((await shown()).status).toBe('pending')
  const taken = await accept(first, (await entryOf(first)).entryId)
  expect(taken.session.day).toBe(day)
  expect(await shown()).toMatchObject({ status: 'cancelled', lastChange: { by: 'self', reason: expect.any(String) } })
  await book(await newResident(server), afternoon.slotId)
})

test('declined or run out, an offer passes on; when nobody waits the number is free', async () => {
  const { slotId, holder, appointmentId, first, second, a } = await fullSession()
  await cancel(holder, appointmentId)
  await leave(first, a.entryId)
  expect((await entryOf(first)).state).toBe('declined')
  expect((await entryOf(second)).state).toBe('offered')
  server.clock.push(24 * 3_600_000 + 1_000)
  expect(await codeOf(accept(second, (await entryOf(second)).entryId))).toBe('offer_ended')
  await server.runJob('appointments-waitlist-expiry')
  expect((await entryOf(second)).state).toBe('expired')
  await book(await newResident(server), slotId)
})

test('who leaves while waiting is passed over', async () => {
  const { holder, appointmentId, first, second, a } = await fullSession()
  await leave(first, a.entryId)
  expect((await entryOf(first)).state).toBe('cancelled')
  await cancel(holder, appointmentId)
  expect((await entryOf(second)).state).toBe('offered')
})

test('a number refused by the clinic is offered too; a refusal cannot be undone then', async () => {
  const { appointmentId, first } = await fullSession()
  const { desk } = clinic.clerk
  await clinic.clerk.enterSecondFactor()
  await desk.refuse({ body: { appointmentIds: [appointmentId], reason: '重复挂号' } })
  expect((await entryOf(first)).state).toBe('offered')
  expect(await codeOf(desk.undo({ params: { appointmentId } }))).toBe('undo_ended')
})

test('on the day of the visit numbers are for everybody and waiting has ended', async () => {
  const { slotId, holder, appointmentId, first } = await fullSession({ inDays: 1, from: '17:00' })
  server.clock.push(24 * 3_600_000)
  await server.runJob('appointments-waitlist-expiry')
  expect((await entryOf(first)).state).toBe('expired')
  await cancel(holder, appointmentId)
  await book(await newResident(server), slotId)
})

test('numbers that came free otherwise are offered by the job', async () => {
  const { slotId, sessionId, first, second } = await fullSession()
  await server.db.query(
    'UPDATE appointment_slot SET capacity = capacity + 3, public_remaining = public_remaining + 3 WHERE slot_id = ?',
    [slotId],
  )
  await server.runJob('appointments-waitlist-offers')
  expect([(await entryOf(first)).state, (await entryOf(second)).state]).toEqual(['offered', 'offered'])
  const late = await newResident(server)
  expect(await codeOf(join(late, sessionId))).toBe('waitlist_not_full')
  await book(late, slotId)
})

test('a stopped session frees what was offered and ends all waiting', async () => {
  const { sessionId, holder, appointmentId, first, second } = await fullSession()
  await cancel(holder, appointmentId)
  await clinic.clerk.enterSecondFactor()
  await clinic.clerk.desk.stopSession({ params: { sessionId }, body: { reason: '医生停诊' } })
  expect([(await entryOf(first)).state, (await entryOf(second)).state]).toEqual(['cancelled', 'cancelled'])
})

test('the county platform hears who waits and that it ended, once', async () => {
  const { store } = server.platform
  store.atomically(() => {
    store.put(clinic.doctorId, { resourceType: 'Practitioner', id: clinic.doctorId } as never)
    store.put(clinic.departmentId, { resourceType: 'HealthcareService', id: clinic.departmentId } as never)
  })
  const { first, a, b } = await fullSession()
  await leave(first, a.entryId)
  for (let round = 0; round < 10; round++) {
    await server.runJob('relay-deliver')
    server.clock.push(40_000)
  }
  const there = (entryId: string) =>
    [...store.withTerm('Appointment', `i:${identifierSystems.waitlist}|${entryId}`)].map(id =>
      store.history('Appointment', id).map(v => (v.resource as { status?: string }).status),
    )
  expect(there(a.entryId)).toEqual([['waitlist', 'cancelled']])
  expect(there(b.entryId)).toEqual([['waitlist']])
})

test.each([
  ['a day long when the visit is far', '2026-11-30', '2026-11-22T01:00:00.000Z'],
  ['until the day before when it is near', '2026-11-22', '2026-11-21T16:00:00.000Z'],
])('an offer lasts %s', (_, day, ends) => {
  expect(offerEnds(day, 24, new Date('2026-11-21T01:00:00Z'), zone).toISOString()).toBe(ends)
})
