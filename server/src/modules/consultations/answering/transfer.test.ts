/** Handing a question on: to whom it may go, who has it from then on, and what the resident reads. */
import { sentenceOf } from 'shared/kernel/errors'
import { codeOf, refusalOf } from '../../../testing/client'
import { askDoctor, newConsultingDoctor, setConsultationRules } from '../../../testing/consulting'
import { type TestServer, startTestServer } from '../../../testing/server'
import { addPersonOnFile, bornAgo } from '../../../testing/people'
import { newAdministrator, newResident } from '../../../testing/signed-in'
import { type Asked, type Steps, stepsOf } from './testing'

let server: TestServer
let step: Steps
beforeAll(async () => {
  server = await startTestServer()
  step = stepsOf(server)
}, 60_000)
afterAll(() => server?.stop())

type Doctor = Awaited<ReturnType<typeof newConsultingDoctor>>
const targets = async ({ doctor, consultationId }: Asked): Promise<string[]> => {
  const { colleagues } = await doctor.consultationsDoctor.transferTargets(step.of(consultationId))
  return colleagues.map(c => c.doctorId)
}
const refused = async (asked: Asked, to: Pick<Doctor, 'doctorId' | 'institutionId'>, code: never, details = {}) => {
  const refusal = await refusalOf(step.transfer(asked, to))
  expect([refusal.code, refusal.message]).toEqual([code, sentenceOf(code, details)])
  expect(await step.show(asked)).toMatchObject({ status: 'planned', transferredBy: null })
}

test('the colleague has it alone: with the word why, unread; the earlier doctor loses it at once, the resident is told', async () => {
  const colleague = await newConsultingDoctor(server, { name: '王芳' })
  const resident = await newResident(server)
  step.joinTeam(resident, colleague.doctorId)
  const asked = await step.asked({}, { resident })
  const { doctor, consultationId } = asked
  await step.askBack(asked)
  expect(await targets(asked)).toContain(colleague.doctorId)
  await step.transfer(asked, colleague)

  for (const denied of [
    step.show(asked),
    step.accept(asked),
    step.stop(asked),
    step.askBack(asked),
    step.transfer(asked, doctor),
    doctor.consultationTalk.doctorMessages({ ...step.of(consultationId), query: {} }),
    doctor.consultationsDoctor.patientRecords({ ...step.of(consultationId), query: { kind: 'diagnosis' } }),
    doctor.consultationsDoctor.bookClinic({ ...step.of(consultationId), body: { slotId: 'slot-1' } }),
  ])
    expect(await codeOf(denied)).toBe('not_found')
  expect((await doctor.consultationsDoctor.queue({ query: {} })).waiting).toEqual([])

  const [line] = (await colleague.consultationsDoctor.queue({ query: {} })).waiting
  expect(line).toMatchObject({ consultationId, transferredBy: '李明', ownTeam: true })
  const now = await step.show({ doctor: colleague, consultationId })
  expect(now).toMatchObject({
    doctorName: '王芳',
    institutionId: colleague.institutionId,
    transferredBy: { name: '李明', words: '心内科的问题，请您看看' },
    awaiting: 'doctor',
    reached: { doctor: { delivered: 0, read: 0 } },
  })
  const seen = await step.seen(asked)
  expect(seen).toMatchObject({ doctorName: '王芳', doctorId: colleague.doctorId, acceptBefore: now.acceptBefore })
  const institution = colleague.clinic.institution.name
  expect(await step.notes(asked)).toEqual([
    `李明医生把您的问诊转给了${institution}的王芳医生，现在由王芳医生来答复。` +
      '您让医生看的县里病历，王芳医生也能看；不想给看，点“不给看了”。',
  ])
  expect(JSON.stringify(seen)).not.toContain('心内科')
  expect(await step.told(asked)).toMatchObject([
    {
      kind: 'consultation_answered',
      title: '您的问诊换了医生',
      lines: expect.arrayContaining([{ label: '医生', value: '王芳' }]),
    },
  ])
  expect(await step.audited(resident.personId, 'consultations.transfer')).toMatchObject([
    { account_id: doctor.accountId, institution_id: doctor.institutionId },
  ])
  await server.runJob('notifications-deliver')
  const { messages } = await colleague.notifications.messages({ query: {} })
  expect(messages.filter(m => m.kind === 'consultation_waiting')).toHaveLength(1)
  expect(JSON.stringify(messages)).not.toContain(resident.onFile.name)
  expect(await step.accept({ ...asked, doctor: colleague })).toMatchObject({ status: 'in-progress' })
})

describe('not to', () => {
  it('a doctor who does not answer online, or not any more', async () => {
    const asked = await step.asked()
    const { clinic } = asked.doctor
    const without = { doctorId: await clinic.addDoctor(), institutionId: clinic.institutionId }
    const short = await newConsultingDoctor(server, { independentSince: bornAgo(server, 1) })
    const unknown = await newConsultingDoctor(server, { independentSince: null })
    const closed = await newConsultingDoctor(server)
    await setConsultationRules(server, closed.institutionId, { open: false })
    const disabled = await newConsultingDoctor(server)
    await server.db.query('UPDATE staff SET disabled_at = ? WHERE account_id = ?', [
      server.clock.now(),
      disabled.accountId,
    ])
    const elsewhere = { doctorId: (await newConsultingDoctor(server)).doctorId, institutionId: clinic.institutionId }
    for (const to of [without, short, unknown, closed, disabled, elsewhere, asked.doctor])
      await refused(asked, to, 'doctor_not_consulting' as never)
    const listed = await targets(asked)
    for (const { doctorId } of [short, unknown, closed, disabled, asked.doctor]) expect(listed).not.toContain(doctorId)
  })

  it('the doctor whose own account asked', async () => {
    const colleague = await newConsultingDoctor(server)
    const asked = await step.asked()
    await server.db.query('UPDATE consultation SET account_id = ? WHERE consultation_id = ?', [
      colleague.accountId,
      asked.consultationId,
    ])
    await refused(asked, colleague, 'doctor_not_consulting' as never)
    expect(await targets(asked)).not.toContain(colleague.doctorId)
  })

  it('a doctor who is off duty, or has no place left today', async () => {
    const asked = await step.asked()
    const off = await newConsultingDoctor(server, { onDuty: false })
    const full = await newConsultingDoctor(server, { dailyCap: 1 })
    await step.asked({}, { doctor: full })
    await refused(asked, off, 'doctor_off_duty' as never)
    await refused(asked, full, 'doctor_full_today' as never)
    const listed = await targets(asked)
    for (const { doctorId } of [off, full]) expect(listed).not.toContain(doctorId)
  })

  it('more than the colleague takes in a day: what is handed on counts for the day on which it came', async () => {
    const [old, older] = [await step.asked(), await step.asked()]
    const colleague = await newConsultingDoctor(server, { dailyCap: 1 })
    server.clock.push(20 * 3_600_000)
    for (const { doctor } of [old, older]) await doctor.enterSecondFactor()
    await step.transfer(old, colleague)
    await refused(older, colleague, 'doctor_full_today' as never)
    expect(await codeOf(step.asked({}, { doctor: colleague }))).toBe('doctor_full_today')
    expect(await targets(older)).not.toContain(colleague.doctorId)
    await colleague.enterSecondFactor()
    expect(await colleague.doctorDesk.desk({ query: {} })).toMatchObject({ askedToday: 1 })
  })

  it('a doctor with whom the patient has one open already', async () => {
    const asked = await step.asked()
    const colleague = await newConsultingDoctor(server)
    await step.asked({}, { doctor: colleague, resident: asked.resident })
    await refused(asked, colleague, 'colleague_has_consultation' as never)
    expect(await targets(asked)).not.toContain(colleague.doctorId)
    expect(await step.notes(asked)).toEqual([])
  })

  it('anybody but a paediatric doctor for a small child', async () => {
    const doctor = await newConsultingDoctor(server, { paediatric: true })
    const guardian = await newResident(server, { birthDate: bornAgo(server, 36) })
    const onFile = addPersonOnFile(server, { birthDate: bornAgo(server, 4), phone: null })
    const { name, identityNumber } = onFile
    const relation = { relation: 'child' as const, scope: ['records' as const], guardianConsent: true }
    const { person } = await guardian.identity.addMember({ body: { name, identityNumber, ...relation } })
    const child = { ...guardian, personId: person.personId, onFile }
    const { consultationId } = await askDoctor(server, child, doctor, { guardianPresent: true })
    const asked = { doctor, resident: guardian, consultationId, recordId: '' }
    const [adults, children] = [
      await newConsultingDoctor(server),
      await newConsultingDoctor(server, { paediatric: true }),
    ]
    await refused(asked, adults, 'paediatric_doctor_required' as never, { age: 6 })
    const listed = await targets(asked)
    expect([listed.includes(adults.doctorId), listed.includes(children.doctorId)]).toEqual([false, true])
    await step.transfer(asked, children)
    expect((await step.show({ doctor: children, consultationId })).guardianPresent).toBe(true)
  })
})

test('where no look at the records was allowed, the note speaks of none', async () => {
  const colleague = await newConsultingDoctor(server, { name: '王芳' })
  const asked = await step.asked({ allowRecords: false })
  await step.transfer(asked, colleague)
  const institution = colleague.clinic.institution.name
  expect(await step.notes(asked)).toEqual([`李明医生把您的问诊转给了${institution}的王芳医生，现在由王芳医生来答复。`])
})

test('only while it waits: not after it was accepted or ended', async () => {
  const colleague = await newConsultingDoctor(server)
  const accepted = await step.asked()
  await step.accept(accepted)
  expect(await codeOf(step.transfer(accepted, colleague))).toBe('consultation_state')
  const over = await step.asked()
  await step.decline(over)
  expect(await codeOf(step.transfer(over, colleague))).toBe('consultation_state')
})

test('a second tap with the same key: done once', async () => {
  const asked = await step.asked()
  const { doctorId, institutionId } = await newConsultingDoctor(server)
  const headers = { 'Idempotency-Key': `transfer-${asked.consultationId}` }
  const body = { doctorId, institutionId, words: '请您看看' }
  const tap = () =>
    asked.doctor.ask('POST', `/doctor/consultations/${asked.consultationId}/transfer`, { body, headers })
  expect([(await tap()).status, (await tap()).status]).toEqual([204, 204])
  expect(await step.notes(asked)).toHaveLength(1)
})

test('an administrator who disables a doctor ends what that doctor sees at once', async () => {
  const asked = await step.asked()
  const administrator = await newAdministrator(server, asked.doctor.institutionId)
  const { staff } = await administrator.identityStaff.staff({ query: { institutionId: asked.doctor.institutionId } })
  const position = staff.find(s => s.practitionerId === asked.doctor.doctorId)!
  await administrator.identityStaff.setStaffDisabled({
    params: { staffId: position.staffId },
    body: { disabled: true, reason: '调离岗位' },
  })
  expect(await codeOf(step.show(asked))).toBe('account_disabled')
  expect(await codeOf(step.accept(asked))).toBe('account_disabled')
  const resident = await newResident(server)
  const { doctors } = await resident.consultations.consultationDoctors({ query: { personId: resident.personId } })
  expect(doctors.map(d => d.doctorId)).not.toContain(asked.doctor.doctorId)
})
