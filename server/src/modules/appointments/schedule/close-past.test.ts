import { addDays, dayOf } from '../../../clock'
import { newClinic, setCountyTime } from '../../../testing/clinic'
import { untoldChanges, wrongSlots } from '../../../testing/invariants'
import { type TestServer, startTestServer } from '../../../testing/server'
import { type Resident, newResident } from '../../../testing/signed-in'

let server: TestServer
beforeAll(
  async () =>
    void (server = await startTestServer({ environment: { STAFF_PERIOD_HOURS: '24', STAFF_IDLE_MINUTES: '1440' } })),
  60_000,
)
beforeEach(() => setCountyTime(server, '08:00', 1))
afterEach(async () => {
  expect(await wrongSlots(server)).toEqual([])
  expect(await untoldChanges(server)).toEqual([])
})
afterAll(() => server?.stop())

const book = async (who: Resident, slotId: string): Promise<string> =>
  (await who.appointments.book({ body: { slotId, personId: who.personId } })).appointmentId
const seenBy = (who: Resident, appointmentId: string) => who.appointments.appointment({ params: { appointmentId } })
const recordOf = (who: Resident) => who.appointments.noShows({ params: { personId: who.personId } })
const closePast = () => server.runJob('appointments-close-past')
const morning = { inDays: 0, from: '09:00', slots: 2 }

test('what the clinic never confirmed is overdue at its time and ends with its session, without blame', async () => {
  const clinic = await newClinic(server, { perPhonePerMonth: 1, perDepartmentPerDay: 1 })
  const { slotIds } = await clinic.addSession(morning)
  const afternoon = await clinic.addSession({ inDays: 0, from: '14:00' })
  const [who, confirmed] = [await newResident(server), await newResident(server)]
  const id = await book(who, slotIds[0]!)
  const other = await book(confirmed, slotIds[0]!)
  await clinic.clerk.desk.confirm({ body: { appointmentIds: [other] } })
  const overdue = async () =>
    (await clinic.clerk.desk.deskAppointments({ query: {} })).appointments
      .filter(a => a.overdue)
      .map(a => a.appointmentId)
  setCountyTime(server, '08:59')
  expect(await overdue()).toEqual([])
  setCountyTime(server, '09:59')
  expect(await overdue()).toEqual([id])
  await closePast()
  expect((await seenBy(who, id)).status).toBe('pending')

  setCountyTime(server, '10:00')
  await closePast()
  await closePast()
  const ended = await seenBy(who, id)
  expect(ended).toMatchObject({ status: 'cancelled', lastChange: { by: 'system', byName: '预约系统' } })
  expect(ended.lastChange.reason).toMatch(/^测试卫生院.+没有来得及确认，对不住。不算您爽约/)
  expect(await overdue()).toEqual([])
  expect(await recordOf(who)).toMatchObject({ count: 0, block: null })
  expect((await seenBy(confirmed, other)).status).toBe('booked')
  // It counts against no limit: neither the month's one number nor the day's.
  await book(who, afternoon.slotIds[0]!)
  const { accesses } = await who.audit.accesses({ params: { personId: who.personId } })
  expect(accesses).toContainEqual(expect.objectContaining({ action: '门诊没来得及确认，预约自动取消' }))
})

test('a job that stood still for days catches up', async () => {
  const clinic = await newClinic(server)
  const { slotIds } = await clinic.addSession(morning)
  const who = await newResident(server)
  const id = await book(who, slotIds[1]!)
  setCountyTime(server, '03:00', 20)
  await closePast()
  expect((await seenBy(who, id)).status).toBe('cancelled')
})

test('closed while the clinic confirms: one of the two holds', async () => {
  const clinic = await newClinic(server)
  const { slotId } = await clinic.addSession({ ...morning, numbers: 6 })
  const people = await Promise.all(Array.from({ length: 6 }, () => newResident(server)))
  const ids = await Promise.all(people.map(who => book(who, slotId)))
  setCountyTime(server, '10:01')
  await clinic.clerk.identity.me({})
  const confirm = (id: string) => clinic.clerk.desk.confirm({ body: { appointmentIds: [id] } })
  const [answers] = await Promise.all([Promise.all(ids.map(confirm)), closePast(), closePast()])
  const states = await Promise.all(people.map(async (who, n) => (await seenBy(who, ids[n]!)).status))
  expect(states).toEqual(answers.map(({ results }) => (results[0]!.ok ? 'booked' : 'cancelled')))
})

test('who was not checked in is marked the next day where the institution has it so, and only there', async () => {
  const lenient = await newClinic(server, { confirmByClinic: false })
  const strict = await newClinic(server, { confirmByClinic: false, noShowByDayEnd: true, noShowLimit: 1 })
  const [absent, came, elsewhere] = [await newResident(server), await newResident(server), await newResident(server)]
  const { slotId } = await strict.addSession(morning)
  const ids = [await book(absent, slotId), await book(came, slotId)]
  const left = await book(elsewhere, (await lenient.addSession(morning)).slotId)
  await strict.clerk.desk.checkIn({ params: { appointmentId: ids[1]! } })
  setCountyTime(server, '23:59')
  await closePast()
  expect((await seenBy(absent, ids[0]!)).status).toBe('booked')
  setCountyTime(server, '00:00', 1)
  await closePast()
  await closePast()
  expect(await seenBy(absent, ids[0]!)).toMatchObject({
    status: 'noshow',
    lastChange: { by: 'system', reason: '当天没有报到。如果您来过，可以申诉。' },
  })
  const today = dayOf(server.clock.now(), server.context.config.TIME_ZONE)
  expect(await recordOf(absent)).toMatchObject({ count: 1, block: { endsOn: addDays(today, 90) } })
  expect((await seenBy(came, ids[1]!)).status).toBe('arrived')
  expect((await seenBy(elsewhere, left)).status).toBe('booked')
})
