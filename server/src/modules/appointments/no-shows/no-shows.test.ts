import { addDays, dayOf, instantOf, timeOf } from '../../../clock'
import { type Clinic, newClinic } from '../../../testing/clinic'
import { codeOf, refusalOf } from '../../../testing/client'
import { untoldChanges, wrongSlots } from '../../../testing/invariants'
import { type TestServer, startTestServer } from '../../../testing/server'
import { type Resident, newResident } from '../../../testing/signed-in'

const zone = 'Asia/Shanghai'
let server: TestServer
let clinic: Clinic

beforeAll(async () => {
  server = await startTestServer({ environment: { STAFF_PERIOD_HOURS: '24', STAFF_IDLE_MINUTES: '1440' } })
  server.clock.set(instantOf(addDays(dayOf(new Date(), zone), 1), '08:30', zone))
  clinic = await newClinic(server, {
    confirmByClinic: false,
    perDepartmentPerDay: 9,
    noShowLimit: 2,
    noShowWithinDays: 10,
    noShowBlockDays: 5,
  })
})
afterAll(() => server.stop())
afterEach(async () => {
  expect(await wrongSlots(server)).toEqual([])
  expect(await untoldChanges(server)).toEqual([])
})

const today = () => dayOf(server.clock.now(), zone)
const markNoShow = (appointmentId: string) => clinic.clerk.desk.markNoShow({ params: { appointmentId } })
const book = async (who: Resident, slotId: string) =>
  (await who.appointments.book({ body: { slotId, personId: who.personId } })).appointmentId
const recordOf = (who: Resident) => who.appointments.noShows({ params: { personId: who.personId } })

/** To the next morning at 08:30, with the desk open. */
const nextMorning = async (days = 1): Promise<void> => {
  server.clock.set(instantOf(addDays(today(), days), '08:30', zone))
  await clinic.clerk.enterSecondFactor()
}
/** Books for half an hour later, does not come, is marked when the allowed lateness is over. */
const missVisit = async (who: Resident): Promise<string> => {
  const from = timeOf(new Date(server.clock.now().getTime() + 30 * 60_000), zone)
  const { slotId } = await clinic.addSession({ inDays: 0, from })
  const id = await book(who, slotId)
  server.clock.push(61 * 60_000)
  await markNoShow(id)
  return id
}
beforeEach(() => nextMorning())

test('the limit blocks, for its days, visibly; another institution does not', async () => {
  const who = await newResident(server)
  expect(await recordOf(who)).toMatchObject({ count: 0, block: null, noShows: [] })
  await missVisit(who)
  expect(await recordOf(who)).toMatchObject({ count: 1, limit: 2, withinDays: 10, block: null })
  const second = await missVisit(who)
  const endsOn = addDays(today(), 5)
  const record = await recordOf(who)
  expect(record).toMatchObject({ count: 2, block: { endsOn, appeal: null } })
  expect(record.noShows).toHaveLength(2)
  expect(record.noShows[0]).toMatchObject({ appointmentId: second, day: today(), departmentName: '全科' })

  const { slotId, sessionId } = await clinic.addSession({ inDays: 2 })
  expect(await refusalOf(book(who, slotId))).toMatchObject({ code: 'blocked_no_show', details: { count: 2, endsOn } })
  await book(await newResident(server), slotId)
  const waiting = who.appointments.joinWaitlist({ body: { sessionId, personId: who.personId } })
  expect(await codeOf(waiting)).toBe('blocked_no_show')
  const elsewhere = await newClinic(server)
  await book(who, (await elsewhere.addSession()).slotId)

  await nextMorning(6)
  expect(await recordOf(who)).toMatchObject({ count: 0, block: null })
  await book(who, (await clinic.addSession({ inDays: 2 })).slotId)
})

test('old no-shows are forgotten', async () => {
  const who = await newResident(server)
  await missVisit(who)
  await nextMorning(10)
  await missVisit(who)
  expect(await recordOf(who)).toMatchObject({ count: 1, block: null })
})

test('an appeal is answered; a lifted block lets book at once, and old no-shows count no more', async () => {
  const who = await newResident(server)
  await missVisit(who)
  await missVisit(who)
  const { blockId } = (await recordOf(who)).block!
  const appeal = (statement: string, by = who) =>
    by.appointments.appealBlock({ params: { blockId }, body: { statement } })
  expect(await codeOf(appeal('这不是我的记录', await newResident(server)))).toBe('not_found')
  expect((await appeal('那天下大雪，路封了')).block!.appeal).toMatchObject({ state: 'open', answer: null })
  expect(await codeOf(appeal('再说一遍，路封了'))).toBe('appeal_open')

  const { desk } = clinic.clerk
  const { blocks } = await desk.blocks({})
  expect(blocks[0]).toMatchObject({ blockId, noShows: 2, appeal: '那天下大雪，路封了' })
  expect(blocks[0]!.personName).toMatch(/^.\*+$/)
  const decide = (lift: boolean, reason: string, by = desk) =>
    by.decideBlock({ params: { blockId }, body: { lift, reason } })
  expect(await codeOf(decide(true, '别家的', (await newClinic(server)).clerk.desk))).toBe('not_found')
  expect(await decide(false, '没有封路的通知')).toEqual({ lifted: false })
  expect((await recordOf(who)).block!.appeal).toMatchObject({ state: 'upheld', answer: '没有封路的通知' })
  expect(await codeOf(decide(false, '没有新的申诉'))).toBe('already_decided')
  await appeal('有村委会的证明')
  expect(await decide(true, '核实属实')).toEqual({ lifted: true })
  expect(await codeOf(decide(true, '再解除一次'))).toBe('already_decided')
  expect(await recordOf(who)).toMatchObject({ count: 0, block: null })
  await missVisit(who)
  expect(await recordOf(who)).toMatchObject({ count: 1, block: null })
})

test('taking a no-show back takes back the block it brought on', async () => {
  const who = await newResident(server)
  await missVisit(who)
  const last = await missVisit(who)
  expect((await recordOf(who)).block).not.toBeNull()
  const undone = await clinic.clerk.desk.undo({ params: { appointmentId: last } })
  expect(undone.status).toBe('booked')
  expect(await recordOf(who)).toMatchObject({ count: 1, block: null })
})

test('another person’s record does not exist', async () => {
  const [a, b] = [await newResident(server), await newResident(server)]
  expect(await codeOf(a.appointments.noShows({ params: { personId: b.personId } }))).toBe('not_found')
})
