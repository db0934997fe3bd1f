/** A number for the patient of a stopped consultation: which pools, whose limits, once. */
import { sentenceOf } from 'shared/kernel/errors'
import { addDays, dayOf } from '../../../clock'
import { codeOf, refusalOf } from '../../../testing/client'
import { type NewSession, newClinic, setCountyTime } from '../../../testing/clinic'
import { newConsultingDoctor } from '../../../testing/consulting'
import { untoldChanges, wrongSlots } from '../../../testing/invariants'
import { type TestServer, startTestServer } from '../../../testing/server'
import { newResident } from '../../../testing/signed-in'
import { type Asked, type Steps, stepsOf } from './testing'
import { poolsBy } from './clinic'

let server: TestServer
let step: Steps
beforeAll(async () => {
  server = await startTestServer()
  setCountyTime(server, '09:00', 1)
  step = stepsOf(server)
}, 60_000)
afterAll(() => server?.stop())
afterEach(async () => expect([await wrongSlots(server), await untoldChanges(server)]).toEqual([[], []]))

const stopped = async (given: { ownTeam?: boolean } = {}): Promise<Asked> => {
  const doctor = await newConsultingDoctor(server)
  const resident = await newResident(server, { birthDate: '1975-05-05' })
  if (given.ownTeam) step.joinTeam(resident, doctor.doctorId)
  const asked = await step.asked({}, { doctor, resident })
  await step.stop(asked, { departmentId: doctor.clinic.departmentId })
  return asked
}
const session = ({ doctor }: Asked, given: NewSession = {}) =>
  doctor.clinic.addSession({ inDays: 2, fee: 1500, ...given })
const slots = async ({ doctor, consultationId }: Asked, departmentId = doctor.clinic.departmentId) =>
  (await doctor.consultationsDoctor.clinicSlots({ ...step.of(consultationId), query: { departmentId } })).slots
const book = ({ doctor, consultationId }: Asked, slotId: string) =>
  doctor.consultationsDoctor.bookClinic({ ...step.of(consultationId), body: { slotId } })
const poolOf = async (appointmentId: string | null) => {
  const [row] = (await server.db.query('SELECT * FROM appointment WHERE appointment_id = ?', [
    appointmentId,
  ])) as Record<string, unknown>[]
  return row!
}

test('booked there and then: paid at the window, told, audited with the consultation as its ground', async () => {
  const asked = await stopped()
  const { doctor, resident, consultationId } = asked
  const { slotId } = await session(asked)
  expect((await slots(asked)).map(s => [s.slotId, s.remaining, s.fee, s.place])).toContainEqual([
    slotId,
    2,
    1500,
    '门诊楼二楼 203 室',
  ])
  const now = await book(asked, slotId)
  const appointmentId = now.toClinic!.appointmentId!
  expect(now).toMatchObject({ status: 'finished', can: { bookClinic: false } })
  expect((await step.seen(asked)).toClinic).toMatchObject({ appointmentId })
  const own = await resident.appointments.appointment({ params: { appointmentId } })
  expect(own).toMatchObject({
    personId: resident.personId,
    fee: 1500,
    payment: null,
    lastChange: { byName: '李明医生' },
  })
  expect(own.status).toBe('pending')
  const [, month, date] = own.session.day.split('-').map(Number)
  expect((await step.notes(asked)).at(-1)).toContain(`李明医生为您约好了门诊的号：${month}月${date}日 ${own.from}。`)
  await server.runJob('notifications-deliver')
  const { messages } = await resident.notifications.messages({ query: {} })
  const [message, ...others] = messages.filter(m => m.kind === 'appointment_confirmed')
  expect(message).toMatchObject({ title: '等门诊确认', link: expect.stringContaining(appointmentId) })
  expect(message!.lines.map(l => l.value)).toContain('李明医生为您约的号，等门诊确认，挂号费到医院窗口付')
  expect(others).toEqual([])
  const [audit] = await step.audited(resident.personId, 'appointments.book')
  expect(audit).toMatchObject({
    account_id: doctor.accountId,
    role: 'doctor',
    institution_id: doctor.institutionId,
    purpose: '在线问诊',
    details: expect.objectContaining({ basis: 'consultation', consultationId, appointmentId }),
  })
  expect(await step.audited(resident.personId, 'consultations.book-clinic')).toHaveLength(1)
  // The resident may give it back as any other.
  expect(await resident.appointments.cancel({ params: { appointmentId }, body: {} })).toMatchObject({
    status: 'cancelled',
  })
})

describe('out of the pool', () => {
  it.each([
    [true, ['contracted', 'public']],
    [false, ['referral', 'public']],
  ] as const)('own team %s: %j', (ownTeam, pools) => expect(poolsBy(ownTeam)).toEqual(pools))

  it.each([
    { ownTeam: true, numbers: 1, contracted: 1, referral: 1, pool: 'contracted', left: 2 },
    { ownTeam: false, numbers: 1, contracted: 1, referral: 1, pool: 'referral', left: 2 },
    { ownTeam: true, numbers: 1, contracted: 0, referral: 1, pool: 'public', left: 1 },
    { ownTeam: false, numbers: 1, contracted: 1, referral: 0, pool: 'public', left: 1 },
  ])('%j', async ({ ownTeam, pool, left, ...numbers }) => {
    const asked = await stopped({ ownTeam })
    const { slotId } = await session(asked, { slots: 1, ...numbers })
    expect(await slots(asked)).toMatchObject([{ slotId, remaining: left }])
    const now = await book(asked, slotId)
    expect(await poolOf(now.toClinic!.appointmentId)).toMatchObject({ pool, payment_state: null, fee: 1500 })
  })

  it('numbers left for others are not taken, and the nearest free ones are told', async () => {
    const asked = await stopped()
    const kept = await session(asked, { slots: 1, numbers: 0, contracted: 2 })
    const free = await session(asked, { slots: 1, from: '14:00' })
    expect((await slots(asked)).map(s => s.slotId)).toEqual([free.slotId])
    const refused = await refusalOf(book(asked, kept.slotId))
    expect([refused.code, refused.message]).toEqual(['pool_not_allowed', sentenceOf('pool_not_allowed')])
    expect(refused.details.nearest).toMatchObject([{ slotId: free.slotId }])
  })
})

describe('refused', () => {
  it('before it was stopped, and after it ended otherwise', async () => {
    const waiting = await step.asked()
    const { slotId } = await session(waiting)
    const refused = await refusalOf(book(waiting, slotId))
    expect([refused.code, refused.message]).toEqual(['consultation_state', sentenceOf('consultation_state')])
    await step.decline(waiting)
    expect(await codeOf(book(waiting, slotId))).toBe('consultation_state')
  })

  it('a second one', async () => {
    const asked = await stopped()
    const { slotIds } = await session(asked)
    await book(asked, slotIds[0]!)
    const refused = await refusalOf(book(asked, slotIds[1]!))
    expect([refused.code, refused.message]).toEqual(['clinic_booked', sentenceOf('clinic_booked')])
  })

  it('a second tap with the same key is the first one', async () => {
    const asked = await stopped()
    const { slotId } = await session(asked)
    const headers = { 'Idempotency-Key': `clinic-${asked.consultationId}` }
    const path = `/doctor/consultations/${asked.consultationId}/clinic-booking`
    const tap = () => asked.doctor.ask('POST', path, { body: { slotId }, headers })
    const [first, second] = [await tap(), await tap()]
    expect([first.status, second.status, second.body]).toEqual([201, 201, first.body])
  })

  it('a slot that is not there, is over, is full, is not open yet, or was stopped', async () => {
    const asked = await stopped()
    expect(await codeOf(book(asked, 'slot-nowhere'))).toBe('not_found')
    const past = await session(asked, { inDays: 0, from: '08:00' })
    expect(await codeOf(book(asked, past.slotId))).toBe('slot_past')
    const full = await session(asked, { slots: 1, numbers: 0 })
    expect(await codeOf(book(asked, full.slotId))).toBe('slot_full')
    const far = await session(asked, { inDays: 40 })
    expect(await codeOf(book(asked, far.slotId))).toBe('slot_not_released')
    const off = await session(asked, { inDays: 3 })
    const { sessionId } = off
    await asked.doctor.clinic.clerk.desk.stopSession({ params: { sessionId }, body: { reason: '医生有事' } })
    expect(await codeOf(book(asked, off.slotId))).toBe('session_stopped')
    expect(await slots(asked)).toEqual([])
  })

  it('what the patient has already: the same half day, another place at that time, the limits, a block', async () => {
    const asked = await stopped()
    const { resident } = asked
    const { personId } = resident
    const first = await session(asked)
    await resident.appointments.book({ body: { slotId: first.slotIds[0]!, personId } })
    expect(await codeOf(book(asked, first.slotIds[1]!))).toBe('already_booked_in_session')
    const elsewhere = await newClinic(server)
    const there = await elsewhere.addSession({ inDays: 4, from: '10:00' })
    await resident.appointments.book({ body: { slotId: there.slotId, personId } })
    const clash = await refusalOf(book(asked, (await session(asked, { inDays: 4, from: '10:00' })).slotId))
    expect(clash.code).toBe('overlaps_booking')
    expect(JSON.stringify([clash.message, clash.details])).not.toContain(elsewhere.institution.name)
    expect(clash.details).not.toHaveProperty('appointmentId')
    const today = dayOf(server.clock.now(), server.context.config.TIME_ZONE)
    await server.db.query(
      `INSERT INTO no_show_block (block_id, person_id, institution_id, live_key, no_shows, starts_on, ends_on, created_at)
       VALUES (UUID(), ?, ?, ?, 3, ?, ?, ?)`,
      [
        ...[personId, asked.doctor.institutionId, `${personId}:${asked.doctor.institutionId}`],
        ...[addDays(today, -20), addDays(today, 20), server.clock.now()],
      ],
    )
    expect(await codeOf(book(asked, (await session(asked, { inDays: 5 })).slotId))).toBe('blocked_no_show')
    expect((await step.show(asked)).toClinic).toMatchObject({ appointmentId: null })
  })

  it('a department that is not there', async () => {
    const asked = await stopped()
    const refused = await refusalOf(slots(asked, 'svc-nowhere'))
    expect([refused.code, refused.message]).toEqual(['department_unknown', sentenceOf('department_unknown')])
  })
})

test('where the clinic does not confirm, it is firm at once; else the message comes again when it is', async () => {
  for (const confirmByClinic of [true, false]) {
    const asked = await step.asked()
    const clinic = await newClinic(server, { confirmByClinic })
    await step.stop(asked, { departmentId: clinic.departmentId })
    const { slotId } = await clinic.addSession({ inDays: 2 })
    const appointmentId = (await book(asked, slotId)).toClinic!.appointmentId!
    const { status } = await asked.resident.appointments.appointment({ params: { appointmentId } })
    expect(status).toBe(confirmByClinic ? 'pending' : 'booked')
    if (confirmByClinic) await clinic.clerk.desk.confirm({ body: { appointmentIds: [appointmentId] } })
    await server.runJob('notifications-deliver')
    const { messages } = await asked.resident.notifications.messages({ query: {} })
    const titles = messages.filter(m => m.kind === 'appointment_confirmed').map(m => m.title)
    expect(titles).toEqual(confirmByClinic ? ['预约成功', '等门诊确认'] : ['预约成功'])
  }
})
