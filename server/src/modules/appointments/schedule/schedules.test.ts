import { addDays, dayOf } from '../../../clock'
import { newClinic, setCountyTime } from '../../../testing/clinic'
import { wrongSlots } from '../../../testing/invariants'
import { type TestServer, startTestServer } from '../../../testing/server'
import { type Resident, newResident } from '../../../testing/signed-in'
import { applyPlatformDecisions, applySchedules } from '..'
import { returnReserved } from './return-reserved'

let server: TestServer
beforeAll(async () => void (server = await startTestServer()), 60_000)
beforeEach(() => setCountyTime(server, '09:00', 1))
afterAll(() => server?.stop())

const bookAs = (who: Resident, slotId: string) => who.appointments.book({ body: { slotId, personId: who.personId } })
const seenBy = (who: Resident, appointmentId: string) => who.appointments.appointment({ params: { appointmentId } })
const slot = async (slotId: string) => {
  const [row] = await server.db.query(
    `SELECT capacity, public_remaining AS pub, contracted_remaining AS con, owed, state, platform_updated_at AS at
     FROM appointment_slot WHERE slot_id = ?`,
    [slotId],
  )
  return row
}
const later = (ms = 1000) => new Date(server.clock.now().getTime() + ms)

test('the same again changes nothing, an older message never undoes a newer one, slots may come first', async () => {
  const { addSession } = await newClinic(server)
  const first = await addSession()
  expect(await applySchedules(server.context, { sessions: [first.session], slots: first.incomingSlots })).toBe(0)
  const newer = { ...first.incomingSlots[0]!, pools: { public: 5, contracted: 0, referral: 0 }, updatedAt: later() }
  expect(await applySchedules(server.context, { slots: [newer] })).toBe(1)
  expect(await applySchedules(server.context, { slots: first.incomingSlots })).toBe(0)
  expect(await slot(newer.slotId)).toMatchObject({ capacity: 5, pub: 5 })

  const again = (id: string) => ({ ...first.session, sessionId: id })
  const early = { ...first.incomingSlots[0]!, slotId: 'slot-early-1', sessionId: 'sched-late' }
  await applySchedules(server.context, { slots: [early] })
  const who = await newResident(server)
  await expect(bookAs(who, early.slotId)).rejects.toMatchObject({ code: 'not_found' })
  await applySchedules(server.context, { sessions: [again('sched-late')] })
  await bookAs(who, early.slotId)
})

test('less capacity than is booked: nobody loses a number, and those given back are gone first', async () => {
  const { addSession } = await newClinic(server)
  const { slotIds, incomingSlots } = await addSession({ slots: 1, numbers: 3 })
  const people = [await newResident(server), await newResident(server), await newResident(server)]
  const booked = await Promise.all(people.map(who => bookAs(who, slotIds[0]!)))
  await applySchedules(server.context, {
    slots: [{ ...incomingSlots[0]!, pools: { public: 2, contracted: 0, referral: 0 }, updatedAt: later() }],
  })
  expect(await slot(slotIds[0]!)).toMatchObject({ capacity: 3, pub: 0, owed: 1 })
  const cancel = (n: number) =>
    people[n]!.appointments.cancel({ params: { appointmentId: booked[n]!.appointmentId }, body: {} })
  await cancel(0)
  expect(await slot(slotIds[0]!)).toMatchObject({ capacity: 2, pub: 0, owed: 0 })
  await cancel(1)
  expect(await slot(slotIds[0]!)).toMatchObject({ capacity: 2, pub: 1, owed: 0 })
  expect(await wrongSlots(server)).toEqual([])
})

test('a session stopped at the platform cancels its bookings, and is open again when the platform says so', async () => {
  const { addSession } = await newClinic(server)
  const { slotIds, session } = await addSession()
  const who = await newResident(server)
  const { appointmentId } = await bookAs(who, slotIds[0]!)
  const stopped = { ...session, stopped: true, stopReason: '医生外出学习', updatedAt: later() }
  await applySchedules(server.context, { sessions: [stopped] })
  expect(await seenBy(who, appointmentId)).toMatchObject({
    status: 'cancelled',
    session: { state: 'stopped' },
    lastChange: { by: 'county_platform', reason: '医生外出学习' },
  })
  await expect(bookAs(who, slotIds[0]!)).rejects.toMatchObject({ code: 'session_stopped' })
  await applySchedules(server.context, { sessions: [{ ...session, updatedAt: later(2000) }] })
  await bookAs(who, slotIds[0]!)
  expect(await wrongSlots(server)).toEqual([])
})

test('one stopped slot cancels its own bookings only', async () => {
  const { addSession } = await newClinic(server)
  const { slotIds, incomingSlots } = await addSession()
  const [one, two] = [await newResident(server), await newResident(server)]
  const a = await bookAs(one, slotIds[0]!)
  const b = await bookAs(two, slotIds[1]!)
  await applySchedules(server.context, { slots: [{ ...incomingSlots[0]!, stopped: true, updatedAt: later() }] })
  expect((await seenBy(one, a.appointmentId)).status).toBe('cancelled')
  expect((await seenBy(two, b.appointmentId)).status).toBe('pending')
  expect(await wrongSlots(server)).toEqual([])
})

test('unused reserved numbers return to everybody at the hour of the institution, once', async () => {
  const { addSession } = await newClinic(server, { reservedReturnDaysBefore: 1, reservedReturnAt: '12:00' })
  const { slotIds } = await addSession({ slots: 1, numbers: 1, contracted: 2, referral: 1 })
  const zone = server.context.config.TIME_ZONE
  const run = () => returnReserved(server.db, server.clock.now(), zone)
  setCountyTime(server, '11:59')
  await run()
  expect(await slot(slotIds[0]!)).toMatchObject({ pub: 1, con: 2 })
  setCountyTime(server, '12:00')
  await server.runJob('appointments-return-reserved')
  expect(await slot(slotIds[0]!)).toMatchObject({ pub: 4, con: 0, capacity: 4 })
  expect(await run()).toBe(0)
})

test('availability: days, doctors and what is left, within the horizon', async () => {
  const clinic = await newClinic(server)
  const expert = await clinic.addDoctor({ name: '赵敏', grade: 'expert', title: '主任医师' })
  const tomorrow = await clinic.addSession({ numbers: 3, contracted: 4 })
  await clinic.addSession({ inDays: 2, doctorId: expert, grade: 'expert' })
  await clinic.addSession({ inDays: 14 })
  const who = await newResident(server)
  await bookAs(who, tomorrow.slotIds[0]!)
  await who.directory.addFavourite({ params: { doctorId: clinic.doctorId } })
  const params = { departmentId: clinic.departmentId }
  const seen = await who.appointments.availability({ params, query: { personId: who.personId } })
  expect(seen.doctors.map(d => d.name)).toEqual(['李明', '赵敏'])
  expect(seen.days).toHaveLength(15)
  const today = dayOf(server.clock.now(), server.context.config.TIME_ZONE)
  expect(seen.days[1]).toEqual({ day: addDays(today, 1), remaining: 5, open: true })
  expect(seen.days[2]).toMatchObject({ remaining: 4 })
  expect(seen.days[14]).toMatchObject({ remaining: 4, open: true })
  const one = await who.appointments.availability({ params, query: { doctorId: expert } })
  expect(one.doctors).toHaveLength(1)
  setCountyTime(server, '07:00', 1)
  const early = await who.appointments.availability({ params })
  expect(early.days[14]).toMatchObject({ remaining: 0, open: false })
  expect(early.nextRelease).toBe(
    new Date(server.clock.now().getTime() + 3_600_000).toISOString().slice(0, 17) + '00.000Z',
  )
})

test("the platform's own decision counts once, an echo of ours and a decision about an older version do not", async () => {
  const { addSession } = await newClinic(server)
  const { slotIds } = await addSession()
  const who = await newResident(server)
  const { appointmentId } = await bookAs(who, slotIds[0]!)
  const decide = (version: number, status: 'pending' | 'booked' | 'cancelled' | 'arrived' | 'fulfilled') =>
    applyPlatformDecisions(server.context, [{ appointmentId, version, status, reason: null }])
  expect(await decide(1, 'pending')).toBe(0)
  expect(await decide(1, 'fulfilled')).toBe(0)
  expect(await decide(1, 'booked')).toBe(1)
  expect(await decide(1, 'cancelled')).toBe(0)
  expect(await seenBy(who, appointmentId)).toMatchObject({ status: 'booked', lastChange: { by: 'county_platform' } })
  expect(await decide(2, 'cancelled')).toBe(1)
  expect(await slot(slotIds[0]!)).toMatchObject({ pub: 2 })
  expect(await wrongSlots(server)).toEqual([])
})
