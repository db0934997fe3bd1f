/** Every rule that keeps a question from being asked: its refusal, its sentence, and nothing left behind. */
import { errors, type ErrorCode, sentenceOf } from 'shared/kernel/errors'
import { v7 as uuid } from 'uuid'
import { png, wav } from '../../../testing/files'
import { addDays, dayOf } from '../../../clock'
import { codeOf, refusalOf } from '../../../testing/client'
import { setCountyTime } from '../../../testing/clinic'
import {
  addDiagnosis,
  askDoctor,
  type ConsultingDoctor,
  newConsultingDoctor,
  type questionOf,
  setConsultationRules,
} from '../../../testing/consulting'
import { addPersonOnFile, bornAgo } from '../../../testing/people'
import { type TestServer, startTestServer } from '../../../testing/server'
import { type Resident, newResident, newStaff } from '../../../testing/signed-in'

let server: TestServer
let doctor: ConsultingDoctor
beforeAll(async () => {
  server = await startTestServer()
  setCountyTime(server, '09:00', 1)
  doctor = await newConsultingDoctor(server)
}, 60_000)
afterAll(() => server?.stop())

type Given = Parameters<typeof questionOf>[3]
const asksOf = async (personId: string): Promise<number> => {
  const [{ n }] = await server.db.query('SELECT COUNT(*) AS n FROM consultation WHERE person_id = ?', [personId])
  return Number(n)
}
/** Refused with this code, its sentence filled in, and no row written. */
const refused = async (who: Resident, code: ErrorCode, given: Given = {}, whom = doctor, details: object = {}) => {
  const refusal = await refusalOf(askDoctor(server, who, whom, given))
  expect(refusal.code).toBe(code)
  expect(refusal.message).not.toMatch(/[{}]/)
  expect(refusal.message.slice(0, 6)).toBe(fill(errors[code].sentence, details).slice(0, 6))
  expect(await asksOf(given.personId ?? who.personId)).toBe(0)
}
const fill = (sentence: string, details: object): string =>
  sentence.replace(/\{(\w+)\}/g, (_, name: string) => String((details as Record<string, unknown>)[name] ?? ''))

/** A member of the account's family with a birth date, by scope `records`. */
const newMember = async (who: Resident, birthDate: string) => {
  const onFile = addPersonOnFile(server, { birthDate, phone: null })
  const { name, identityNumber } = onFile
  const scope = ['records' as const]
  const { person } = await who.identity.addMember({
    body: { name, identityNumber, relation: 'child', scope, guardianConsent: true },
  })
  return { personId: person.personId, onFile }
}

test('a doctor is asked neither by their own account nor about themselves, and does not stand in their list', async () => {
  const [own, relative] = [await newResident(server), await newResident(server)]
  const self = await newConsultingDoctor(server)
  await server.db.query('UPDATE staff SET account_id = ? WHERE account_id = ?', [own.accountId, self.accountId])
  const asking = { params: { doctorId: self.doctorId }, query: { personId: own.personId } }
  expect(await codeOf(own.consultations.askingRules(asking))).toBe('doctor_not_consulting')
  await refused(own, 'doctor_not_consulting', {}, self)
  const { doctors } = await own.consultations.consultationDoctors({ query: { personId: own.personId } })
  expect(doctors.map(d => d.doctorId)).not.toContain(self.doctorId)

  const grantee = { kind: 'relative' as const, phone: relative.wechatPhone, relation: 'child' as const }
  const endsOn = addDays(dayOf(server.clock.now(), server.context.config.TIME_ZONE), 30)
  await own.identity.grantProxy({ body: { grantee, scope: ['records'], endsOn } })
  await refused({ ...relative, onFile: own.onFile, personId: own.personId }, 'doctor_not_consulting', {}, self)
  expect((await askDoctor(server, relative, self)).status).toBe('planned')
})

test.each([
  ['first_visit', 'first_visit_not_online'],
  ['changed_condition', 'condition_changed_not_online'],
] as const)('%s: to the clinic', async (visit, code) => {
  await refused(await newResident(server), code, { visit })
})

test("another person's, and nobody's, are the same to who asks", async () => {
  const [who, other] = [await newResident(server), await newResident(server)]
  await refused(who, 'not_found', { personId: other.personId })
  await refused(who, 'not_found', { personId: '01990000-0000-7000-8000-000000000001' })
  const { doctorId } = doctor
  const query = { personId: other.personId }
  expect(await codeOf(who.consultations.consultationDoctors({ query }))).toBe('not_found')
  expect(await codeOf(who.consultations.askingRules({ params: { doctorId }, query }))).toBe('not_found')
  expect(await codeOf(who.consultations.consultations({ query }))).toBe('not_found')
})

test('who may only book for somebody does not see or ask for them here', async () => {
  const who = await newResident(server)
  const onFile = addPersonOnFile(server, { phone: null })
  const { name, identityNumber } = onFile
  const { person } = await who.identity.addMember({
    body: { name, identityNumber, relation: 'mother', scope: ['appointments'], guardianConsent: false },
  })
  await refused(who, 'not_found', { personId: person.personId })
})

test("a consultation is nobody's but its own side's", async () => {
  const [who, other] = [await newResident(server), await newResident(server)]
  const { consultationId } = await askDoctor(server, who, doctor)
  const params = { consultationId }
  const { consultations } = other
  expect(await codeOf(consultations.consultation({ params }))).toBe('not_found')
  expect(await codeOf(consultations.withdraw({ params }))).toBe('not_found')
  expect(await codeOf(consultations.changeRecordsAccess({ params, body: { allow: false } }))).toBe('not_found')
  expect(await codeOf(consultations.rate({ params, body: { stars: 1 } }))).toBe('not_found')
  expect(await codeOf(consultations.complain({ params, body: { statement: '不是我的问诊' } }))).toBe('not_found')
  // Not even the doctor's, by the resident's door.
  expect(await codeOf(doctor.consultations.consultation({ params }))).toBe('not_found')
  expect((await consultations.consultations({ query: {} })).consultations).toEqual([])
})

test('without consent to health data, or to another text than the one in force', async () => {
  const who = await newResident(server)
  await refused(who, 'consent_version_unknown', { consentVersion: '2020-01' })
  await who.identity.withdrawConsent({ params: { kind: 'health_data' } })
  await refused(who, 'consent_required')
})

test('a doctor who does not answer online: unknown, elsewhere, closed, too short in practice, without a position', async () => {
  const who = await newResident(server)
  const { clinic, doctorId, institutionId } = doctor
  const nobody = { ...doctor, doctorId: 'doc-of-nobody' }
  await refused(who, 'doctor_not_consulting', {}, nobody)
  await refused(who, 'doctor_not_consulting', {}, { ...doctor, institutionId: 'org-elsewhere' })
  await refused(who, 'doctor_not_consulting', {}, { ...doctor, doctorId: await clinic.addDoctor() })
  const years = await newConsultingDoctor(server, { independentSince: bornAgo(server, 3, 1) })
  await refused(who, 'doctor_not_consulting', {}, years)
  await refused(who, 'doctor_not_consulting', {}, await newConsultingDoctor(server, { independentSince: null }))
  const closed = await newConsultingDoctor(server)
  await setConsultationRules(server, closed.institutionId, { open: false })
  await refused(who, 'doctor_not_consulting', {}, closed)
  const gone = await newConsultingDoctor(server)
  await server.db.query('UPDATE staff SET disabled_at = NOW(3) WHERE practitioner_id = ?', [gone.doctorId])
  await refused(who, 'doctor_not_consulting', {}, gone)
  const query = { personId: who.personId }
  const { doctors } = await who.consultations.consultationDoctors({ query })
  const listed = doctors.map(d => d.doctorId)
  expect(listed).toContain(doctorId)
  for (const { doctorId: left } of [years, closed, gone]) expect(listed).not.toContain(left)
  const params = { doctorId: years.doctorId }
  expect(await codeOf(who.consultations.askingRules({ params, query }))).toBe('doctor_not_consulting')
  expect(institutionId).toBe(clinic.institutionId)
})

test('off duty: listed as closed, not asked', async () => {
  const who = await newResident(server)
  const off = await newConsultingDoctor(server, { onDuty: false })
  const { doctors } = await who.consultations.consultationDoctors({ query: { personId: who.personId } })
  expect(doctors.find(d => d.doctorId === off.doctorId)).toMatchObject({ open: false, closedBecause: 'off_duty' })
  await refused(who, 'doctor_off_duty', {}, off)
})

test("full for today: until tomorrow; the doctor's own cap never goes beyond the institution's", async () => {
  const full = await newConsultingDoctor(server, { dailyCap: 5 })
  await setConsultationRules(server, full.institutionId, { dailyCap: 1 })
  const [first, who] = [await newResident(server), await newResident(server)]
  const { consultationId } = await askDoctor(server, first, full)
  const { doctors } = await who.consultations.consultationDoctors({ query: { personId: who.personId } })
  expect(doctors.find(d => d.doctorId === full.doctorId)).toMatchObject({
    open: false,
    closedBecause: 'full_today',
    waiting: 1,
  })
  await refused(who, 'doctor_full_today', {}, full)
  // Taken back, it gives its place back.
  await first.consultations.withdraw({ params: { consultationId } })
  await expect(askDoctor(server, who, full)).resolves.toMatchObject({ status: 'planned' })
})

describe('small children', () => {
  test.each([
    ['the day before turning 6', 1, true, 'guardian_required', false],
    ['5 years, guardian there, not paediatric', 1, false, 'paediatric_doctor_required', true],
    ['6 years today: nobody asks', 0, false, null, false],
    ['5 years, guardian there, paediatric', 1, true, null, true],
  ] as const)('%s', async (_, daysUntilSix, paediatric, code, guardianPresent) => {
    const small = daysUntilSix > 0
    const birthDate = bornAgo(server, 6, daysUntilSix)
    const who = await newResident(server)
    const child = await newMember(who, birthDate)
    const whom = await newConsultingDoctor(server, { paediatric })
    const query = { personId: child.personId }
    const { doctors } = await who.consultations.consultationDoctors({ query })
    expect(doctors.find(d => d.doctorId === whom.doctorId)?.closedBecause).toBe(
      small && !paediatric ? 'not_for_child' : null,
    )
    const { guardianNeeded } = await who.consultations.askingRules({ params: { doctorId: whom.doctorId }, query })
    expect(guardianNeeded).toBe(small)
    const given = {
      personId: child.personId,
      earlier: { by: 'county_record' as const, recordId: addDiagnosis(server, child.onFile) },
      guardianPresent,
    }
    if (code) return refused(who, code, given, whom, { age: 6 })
    expect(await askDoctor(server, who, whom, given)).toMatchObject({ personId: child.personId })
    const [{ asked_by: askedBy }] = await server.db.query('SELECT asked_by FROM consultation WHERE person_id = ?', [
      child.personId,
    ])
    const relation = who.onFile.sex === 'female' ? '母亲' : '父亲'
    const words = server.context.cipher.open(askedBy, 'name')
    expect(words).toMatch(new RegExp(`^${relation} .\\*+$`))
  })

  test('a small child with a phone of its own is asked for by an adult', async () => {
    const who = await newResident(server, { birthDate: bornAgo(server, 5) })
    const whom = await newConsultingDoctor(server, { paediatric: true })
    await refused(who, 'guardian_required', { guardianPresent: true }, whom, { age: 6 })
  })

  test.each([
    [16, 'guardian_required'],
    [36, null],
  ] as const)('a relative of %i years to whom the child’s own phone gave a proxy: %s', async (years, code) => {
    const child = await newResident(server, { birthDate: bornAgo(server, 5) })
    const relative = await newResident(server, { birthDate: bornAgo(server, years) })
    const grantee = { kind: 'relative' as const, phone: relative.wechatPhone, relation: 'sibling' as const }
    const endsOn = addDays(dayOf(server.clock.now(), server.context.config.TIME_ZONE), 30)
    await child.identity.grantProxy({ body: { grantee, scope: ['records'], endsOn } })
    const whom = await newConsultingDoctor(server, { paediatric: true })
    const { personId, onFile } = child
    const given = { guardianPresent: true }
    if (code) return refused({ ...relative, personId, onFile }, code, given, whom, { age: 6 })
    const asked = await askDoctor(server, { ...relative, personId, onFile }, whom, given)
    const of = { params: { consultationId: asked.consultationId } }
    const say = (who: Resident) =>
      who.consultationTalk.send({ ...of, body: { messageId: uuid(), kind: 'text', text: '还有点咳' } })
    expect((await say(relative)).seq).toBe(1)
    // The child's own phone reads what was said, and writes nothing.
    const refusal = await refusalOf(say(child))
    expect([refusal.code, refusal.message]).toEqual(['guardian_required', sentenceOf('guardian_required', { age: 6 })])
    expect((await child.consultationTalk.messages({ ...of, query: {} })).messages).toHaveLength(1)
  })
})

test("a villager's paper does not let a doctor ask in their place", async () => {
  const villager = addPersonOnFile(server, { phone: null })
  const village = await newResident(server)
  const staff = await newStaff(
    server,
    { role: 'doctor', institutionId: doctor.institutionId, practitionerId: await doctor.clinic.addDoctor() },
    village,
  )
  const { name, identityNumber } = villager
  const endsOn = addDays(dayOf(server.clock.now(), server.context.config.TIME_ZONE), 30)
  await staff.identityStaff.recordProxy({
    body: { name, identityNumber, scope: ['records'], endsOn, paperReference: '柜 1' },
  })
  const { people } = await village.identity.people({})
  const personId = people.find(p => p.basis === 'proxy')!.person.personId
  await refused(village, 'not_found', { personId })
})

test('the earlier diagnosis: allowed to be fetched, known to the county, in pictures of one’s own', async () => {
  const who = await newResident(server)
  await refused(who, 'records_permission_needed', { earlier: { by: 'doctor_fetches' }, allowRecords: false })
  await refused(who, 'record_unknown', { earlier: { by: 'county_record', recordId: 'cond-of-nobody' } })
  const other = await newResident(server)
  const recordId = addDiagnosis(server, other.onFile)
  await refused(who, 'record_unknown', { earlier: { by: 'county_record', recordId } })
  const asserter = { reference: `Patient/${who.onFile.platformId}` }
  const own = addDiagnosis(server, who.onFile, '哮喘', { asserter })
  await refused(who, 'diagnosis_unproven', { earlier: { by: 'county_record', recordId: own } })
  const theirs = await other.attachments.upload({ body: { kind: 'picture' }, file: await png() })
  const pictures = (attachmentId: string) => ({ by: 'pictures' as const, attachmentIds: [attachmentId] })
  await refused(who, 'attachment_unknown', { earlier: pictures(theirs.attachmentId) })
  await refused(who, 'attachment_unknown', { attachmentIds: [theirs.attachmentId] })
  const sound = await who.attachments.upload({ body: { kind: 'sound' }, file: wav(2) })
  await refused(who, 'attachment_unknown', { earlier: pictures(sound.attachmentId) })
  const page = await who.attachments.upload({ body: { kind: 'picture' }, file: await png() })
  const asked = await askDoctor(server, who, doctor, {
    earlier: pictures(page.attachmentId),
    attachmentIds: [sound.attachmentId],
  })
  expect(asked.earlier).toMatchObject({ by: 'pictures', record: null, pictures: [{ attachmentId: page.attachmentId }] })
  expect(asked.sounds).toMatchObject([{ attachmentId: sound.attachmentId }])
  expect((await fetch(server.base + asked.sounds[0]!.url!)).status).toBe(200)
})

test("the doctor's questions are answered, all of them and nothing else", async () => {
  const [one, two] = ['01990000-0000-7000-8000-00000000b001', '01990000-0000-7000-8000-00000000b002']
  const whom = await newConsultingDoctor(server, {
    questions: [
      { questionId: one, text: '有没有过敏', answer: 'yes_no' },
      { questionId: two, text: '吃什么药', answer: 'text' },
    ],
  })
  const who = await newResident(server)
  for (const answers of [
    [],
    [{ questionId: one, answer: '没有' }],
    [
      { questionId: one, answer: '也许' },
      { questionId: two, answer: '降压药' },
    ],
    [
      { questionId: one, answer: '是' },
      { questionId: two, answer: '降压药' },
      { questionId: '01990000-0000-7000-8000-00000000b003', answer: '别的' },
    ],
  ])
    await refused(who, 'answers_incomplete', { answers }, whom)
})

test('one open question to one doctor; the refusal says which, another doctor may be asked', async () => {
  const who = await newResident(server)
  const { consultationId } = await askDoctor(server, who, doctor)
  const refusal = await refusalOf(askDoctor(server, who, doctor))
  expect(refusal).toMatchObject({ code: 'consultation_open', details: { consultationId } })
  await expect(askDoctor(server, who, await newConsultingDoctor(server))).resolves.toMatchObject({ status: 'planned' })
  // Also of a doctor who has no place left: the way there matters more than the reason.
  const full = await newConsultingDoctor(server, { dailyCap: 1 })
  await askDoctor(server, who, full)
  expect(await codeOf(askDoctor(server, who, full))).toBe('consultation_open')
})

test('while the county platform is down: a county record cannot be named, pictures can; the list stands', async () => {
  const who = await newResident(server)
  const recordId = addDiagnosis(server, who.onFile)
  await server.misbehave('down')
  try {
    await refused(who, 'county_platform_unavailable', { earlier: { by: 'county_record', recordId } })
    const query = { personId: who.personId }
    const { doctors, teamUnknown } = await who.consultations.consultationDoctors({ query })
    expect(teamUnknown).toBe(true)
    expect(doctors.find(d => d.doctorId === doctor.doctorId)).toMatchObject({ open: true, ownTeam: false })
    const { doctorId } = doctor
    expect(await who.consultations.askingRules({ params: { doctorId }, query })).toMatchObject({ diagnoses: null })
    const { attachmentId } = await who.attachments.upload({ body: { kind: 'picture' }, file: await png() })
    await expect(
      askDoctor(server, who, doctor, { earlier: { by: 'pictures', attachmentIds: [attachmentId] } }),
    ).resolves.toMatchObject({ status: 'planned' })
  } finally {
    await server.misbehave('none')
  }
})
