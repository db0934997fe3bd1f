/** What the rest of the server tells: card used, looks at one's data, reminders, the queue. */
import { type Clinic, newClinic, setCountyTime } from '../../testing/clinic'
import { type TestServer, startTestServer } from '../../testing/server'
import { type Resident, newResident } from '../../testing/signed-in'

let server: TestServer
let clinic: Clinic
let who: Resident
beforeAll(async () => {
  server = await startTestServer()
})
beforeEach(async () => {
  setCountyTime(server, '10:00', 1)
  clinic = await newClinic(server, { confirmByClinic: false })
  who = await newResident(server)
})
afterAll(() => server.stop())

const inbox = async (of = who) => {
  await server.runJob('notifications-deliver')
  return (await of.notifications.messages({ query: {} })).messages
}
const kinds = async (of = who) => (await inbox(of)).map(m => m.kind)
const book = async (slotId: string, of = who) =>
  (await of.appointments.book({ body: { slotId, personId: of.personId } })).appointmentId
const remind = () => server.runJob('appointments-remind')
const reminders = async () => (await inbox()).filter(m => m.kind === 'appointment_reminder')

it('tells the holder when staff verified the card', async () => {
  const card = { ethnicGroup: '01', phone: who.onFile.phone!, address: '青石镇上街1号' }
  await who.healthCard.openCard({ params: { personId: who.personId }, body: card })
  const { code } = await who.healthCard.cardCode({ params: { personId: who.personId } })
  await clinic.clerk.healthCard.verifyCard({ body: { code, step: 'registration' } })
  const [message] = await inbox()
  expect(message).toMatchObject({
    kind: 'card_used',
    lines: [{ value: clinic.institution.name }, { label: '用途', value: '挂号' }, { label: '结果', value: '核验通过' }],
    link: `packages/resident/health-card/usages?personId=${who.personId}`,
  })
})

it('tells of looks by staff, once a day for each institution', async () => {
  const { slotId, day, sessionId } = await clinic.addSession()
  await book(slotId)
  const look = () => clinic.clerk.desk.deskAppointments({ query: { day, sessionId } })
  const tellOfLooks = () => server.runJob('notifications-tell-of-looks')
  await tellOfLooks()
  await look()
  await tellOfLooks()
  await tellOfLooks()
  server.clock.push(3_600_000)
  await clinic.clerk.enterSecondFactor()
  await look()
  await tellOfLooks()
  const looks = (await inbox()).filter(m => m.kind === 'record_viewed')
  expect(looks).toHaveLength(1)
  expect(looks[0]!.lines[0]!.value).toContain(clinic.institution.name)
})

describe('reminders', () => {
  it('come the evening before and two hours before, each once', async () => {
    const { slotId } = await clinic.addSession({ from: '14:00' })
    await book(slotId)
    setCountyTime(server, '17:59')
    await remind()
    expect(await reminders()).toHaveLength(0)
    setCountyTime(server, '18:00')
    for (let n = 0; n < 2; n++) await remind()
    expect(await reminders()).toHaveLength(1)
    setCountyTime(server, '11:59', 1)
    await remind()
    expect(await reminders()).toHaveLength(1)
    setCountyTime(server, '12:00')
    for (let n = 0; n < 2; n++) await remind()
    expect(await reminders()).toHaveLength(2)
  })

  it('are caught up after the server was down, and never said when the visit has begun', async () => {
    const { slotId } = await clinic.addSession({ from: '14:00' })
    await book(slotId)
    setCountyTime(server, '09:00', 1)
    await remind()
    expect(await reminders()).toHaveLength(1)
    setCountyTime(server, '14:00')
    await remind()
    expect(await reminders()).toHaveLength(1)
  })

  it('are not repeated for a visit that was moved, nor sent for one that was cancelled', async () => {
    const { slotIds } = await clinic.addSession({ from: '14:00' })
    const other = await clinic.addSession({ from: '15:30' })
    const appointmentId = await book(slotIds[0]!)
    setCountyTime(server, '18:00')
    await remind()
    await who.appointments.move({ params: { appointmentId }, body: { slotId: other.slotId } })
    await remind()
    expect(await reminders()).toHaveLength(1)
    await who.appointments.cancel({ params: { appointmentId }, body: {} })
    setCountyTime(server, '13:40', 1)
    await remind()
    expect(await reminders()).toHaveLength(1)
  })
})

it('tells those with at most three before them when the desk calls, each once', async () => {
  const { slotIds, sessionId } = await clinic.addSession({ numbers: 6, slots: 1, inDays: 1 })
  const all = [who]
  for (let n = 0; n < 5; n++) all.push(await newResident(server))
  const ids: string[] = []
  for (const one of all) ids.push(await book(slotIds[0]!, one))
  setCountyTime(server, '08:00', 1)
  await clinic.clerk.enterSecondFactor()
  for (const appointmentId of ids) await clinic.clerk.desk.checkIn({ params: { appointmentId } })
  const call = () => clinic.clerk.desk.callNext({ params: { sessionId } })
  const near = async (of: Resident) =>
    (await inbox(of)).filter(m => m.kind === 'queue_near').map(m => m.lines[0]!.value)
  await call()
  expect(await Promise.all(all.map(near))).toEqual([[], ['0 位'], ['1 位'], ['2 位'], ['3 位'], []])
  await call()
  expect(await Promise.all(all.map(near))).toEqual([[], ['0 位'], ['1 位'], ['2 位'], ['3 位'], ['3 位']])
  expect(await kinds(all[0])).not.toContain('queue_near')
})
