import { addDays, dayOf, instantOf } from '../../../clock'
import { type Clinic, newClinic } from '../../../testing/clinic'
import { codeOf } from '../../../testing/client'
import { untoldChanges, wrongSlots } from '../../../testing/invariants'
import { type TestServer, startTestServer } from '../../../testing/server'
import { type Resident, newResident } from '../../../testing/signed-in'

const zone = 'Asia/Shanghai'
let server: TestServer
let clinic: Clinic
beforeAll(async () => {
  server = await startTestServer()
  server.clock.set(instantOf(addDays(dayOf(new Date(), zone), 1), '08:30', zone))
  clinic = await newClinic(server, { confirmByClinic: false })
})
afterAll(() => server.stop())
afterEach(async () => {
  expect(await wrongSlots(server)).toEqual([])
  expect(await untoldChanges(server)).toEqual([])
})

const book = async (who: Resident, slotId: string) =>
  (await who.appointments.book({ body: { slotId, personId: who.personId } })).appointmentId
const followUp = (who: Resident, appointmentId: string, slotId: string) =>
  who.appointments.bookFollowUp({ params: { appointmentId }, body: { slotId } })
const slotIn = async (inDays: number, at = clinic) => (await at.addSession({ inDays, from: '15:00', fee: 1500 })).slotId
/** A visit that took place this morning. */
const visit = async (who: Resident): Promise<string> => {
  const id = await book(who, (await clinic.addSession({ inDays: 0, from: '09:00' })).slotId)
  const params = { appointmentId: id }
  await clinic.clerk.desk.checkIn({ params })
  await clinic.clerk.desk.fulfil({ params })
  return id
}

test('one free number within three calendar days, the visit’s own included', async () => {
  const who = await newResident(server)
  const id = await visit(who)
  const { can } = await who.appointments.appointment({ params: { appointmentId: id } })
  expect(can.followUpUntil).toBe(addDays(dayOf(server.clock.now(), zone), 2))
  expect(await codeOf(followUp(who, id, await slotIn(3)))).toBe('follow_up_not_due')

  const free = await followUp(who, id, await slotIn(2))
  expect(free).toMatchObject({ followUp: true, fee: 0, status: 'booked' })
  expect(await codeOf(followUp(who, id, await slotIn(1)))).toBe('follow_up_used')

  await who.appointments.cancel({ params: { appointmentId: free.appointmentId }, body: {} })
  const sameDay = await followUp(who, id, await slotIn(0))
  expect(sameDay).toMatchObject({ followUp: true, fee: 0 })
  expect(await codeOf(followUp(who, sameDay.appointmentId, await slotIn(1)))).toBe('follow_up_used')
})

test('only after the visit, in its department, by who may act', async () => {
  const who = await newResident(server)
  const booked = await book(who, await slotIn(1))
  expect(await codeOf(followUp(who, booked, await slotIn(1)))).toBe('follow_up_not_due')
  const id = await visit(who)
  const other = await newClinic(server)
  expect(await codeOf(followUp(who, id, await slotIn(1, other)))).toBe('follow_up_other_department')
  expect(await codeOf(followUp(await newResident(server), id, await slotIn(1)))).toBe('not_found')
})

test('asked for eight times at once, it is given once', async () => {
  const who = await newResident(server)
  const id = await visit(who)
  const slots = await Promise.all(Array.from({ length: 8 }, () => slotIn(1)))
  const answers = await Promise.allSettled(slots.map(slotId => followUp(who, id, slotId)))
  expect(answers.filter(a => a.status === 'fulfilled')).toHaveLength(1)
})
