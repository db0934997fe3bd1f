/** Asking a doctor over real HTTP, from the list to the question. */
import { codeSystems } from 'shared/kernel/fhir-systems'
import { codeOf, refusalOf } from '../../../testing/client'
import { setCountyTime } from '../../../testing/clinic'
import {
  acceptedNow,
  addDiagnosis,
  askDoctor,
  type ConsultingDoctor,
  newConsultingDoctor,
} from '../../../testing/consulting'
import { addPersonOnFile } from '../../../testing/people'
import { type TestServer, startTestServer } from '../../../testing/server'
import { newResident } from '../../../testing/signed-in'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
  setCountyTime(server, '09:00', 1)
}, 60_000)
afterAll(() => server?.stop())

const params = (consultationId: string) => ({ params: { consultationId } })

const addFamilyTeam = ({ platform: { store } }: TestServer, platformId: string, doctorId: string) => {
  const id = `team-test-${platformId.slice(-8)}`
  store.atomically(() =>
    store.put(id, {
      resourceType: 'CareTeam',
      id,
      status: 'active',
      category: [{ coding: [{ system: codeSystems.careTeam, code: 'family-doctor' }] }],
      subject: { reference: `Patient/${platformId}` },
      participant: [{ member: { reference: `Practitioner/${doctorId}` } }],
    } as never),
  )
}
const answeredAfter = async (doctor: ConsultingDoctor, minutes: number): Promise<void> => {
  const who = await newResident(server)
  const { consultationId } = await askDoctor(server, who, doctor)
  await acceptedNow(server, consultationId)
  await server.db.query(
    'UPDATE consultation SET first_answer_at = queued_at + INTERVAL ? MINUTE WHERE consultation_id = ?',
    [minutes, consultationId],
  )
}
/** As the summary leaves it. */
const finishedNow = async (consultationId: string): Promise<void> => {
  await acceptedNow(server, consultationId)
  await server.db.query(
    `UPDATE consultation SET status = 'finished', outcome = 'summary', ended_at = ?, live_key = NULL, awaiting = NULL,
       lapse_at = NULL WHERE consultation_id = ?`,
    [server.clock.now(), consultationId],
  )
}

test('a follow-up question is asked, seen by who asked, and reaches the doctor at once when it is free', async () => {
  const questions = [
    { questionId: '01990000-0000-7000-8000-00000000a001', text: '现在吃什么药', answer: 'text' as const },
    { questionId: '01990000-0000-7000-8000-00000000a002', text: '有没有头晕', answer: 'yes_no' as const },
  ]
  const doctor = await newConsultingDoctor(server, { name: '赵敏', questions })
  const who = await newResident(server)
  const recordId = addDiagnosis(server, who.onFile)
  const { doctorId, institutionId } = doctor
  const rules = await who.consultations.askingRules({ params: { doctorId }, query: { personId: who.personId } })
  expect(rules).toMatchObject({ questions, consentVersion: '2026-11', fee: 0, acceptHours: 24, guardianNeeded: false })
  expect(rules.diagnoses).toMatchObject([{ recordId, title: '高血压', kind: 'diagnosis' }])
  expect(rules.doctor).toMatchObject({ doctorId, institutionId, name: '赵敏', open: true, waiting: 0, ownTeam: false })
  const answers = [
    { questionId: questions[1]!.questionId, answer: '是' },
    { questionId: questions[0]!.questionId, answer: '氨氯地平，每天一片' },
  ]
  const asked = await askDoctor(server, who, doctor, {
    earlier: { by: 'county_record', recordId },
    answers,
    reason: '血压高，今天胸口痛',
  })
  expect(asked).toMatchObject({
    status: 'planned',
    outcome: null,
    doctorName: '赵敏',
    personName: who.onFile.name,
    reason: '血压高，今天胸口痛',
    fee: 0,
    payment: null,
    awaiting: 'doctor',
    earlier: { by: 'county_record', record: { recordId, title: '高血压' } },
    answers: [
      { question: '现在吃什么药', answer: '氨氯地平，每天一片' },
      { question: '有没有头晕', answer: '是' },
    ],
    can: { write: true, withdraw: true, rate: false, complain: true, changeRecordsAccess: true },
    relay: { state: 'waiting' },
  })
  expect(Date.parse(asked.acceptBefore!) - Date.parse(asked.askedAt)).toBe(24 * 3_600_000)
  expect(await who.consultations.consultation(params(asked.consultationId))).toEqual(asked)
  const { consultations } = await who.consultations.consultations({ query: {} })
  expect(consultations).toMatchObject([{ consultationId: asked.consultationId, doctorName: '赵敏', unread: 0 }])
  const told = await server.db.query('SELECT kind, version FROM outbox_event WHERE business_key LIKE ? ORDER BY kind', [
    `consultation%:${asked.consultationId}`,
  ])
  expect(told).toEqual([
    { kind: 'consultation', version: 1 },
    { kind: 'consultation-answers', version: 1 },
  ])
  const [row] = await server.db.query('SELECT red_flags, reason FROM consultation WHERE consultation_id = ?', [
    asked.consultationId,
  ])
  expect(JSON.parse(server.context.cipher.open(row.red_flags, 'consultation'))).toEqual([
    { kind: 'chest_pain', word: '胸口痛' },
  ])
  expect(JSON.stringify(row)).not.toContain('胸口')
})

test('the list: the own team first, then who takes questions, with what is usual there', async () => {
  const who = await newResident(server)
  const [own, other, quick] = [
    await newConsultingDoctor(server, { name: '周医', onDuty: false }),
    await newConsultingDoctor(server, { name: '吴医' }),
    await newConsultingDoctor(server, { name: '郑医', paediatric: true }),
  ]
  addFamilyTeam(server, who.onFile.platformId, own.doctorId)
  for (const minutes of [10, 20, 90]) await answeredAfter(quick, minutes)
  await askDoctor(server, await newResident(server), other)
  const query = { personId: who.personId }
  const { doctors, teamUnknown, emergency } = await who.consultations.consultationDoctors({ query })
  expect([teamUnknown, emergency]).toEqual([false, { phone: '120' }])
  const seen = doctors.filter(d => [own, other, quick].some(o => o.doctorId === d.doctorId))
  expect(seen).toMatchObject([
    { name: '周医', ownTeam: true, open: false, closedBecause: 'off_duty', usualMinutes: null },
    { name: '郑医', ownTeam: false, open: true, usualMinutes: 20, waiting: 0, paediatric: true },
    { name: '吴医', ownTeam: false, open: true, usualMinutes: null, waiting: 1, departmentNames: ['全科'] },
  ])
  expect(doctors[0]).toMatchObject({ name: '周医' })
})

test('a platform that answers slowly does not hold up the list', async () => {
  const doctor = await newConsultingDoctor(server)
  const who = await newResident(server)
  await server.misbehave('slow', { delayMs: 6_000 })
  const began = performance.now()
  const { doctors, teamUnknown } = await who.consultations
    .consultationDoctors({ query: { personId: who.personId } })
    .finally(() => server.misbehave('none'))
  expect(performance.now() - began).toBeLessThan(4_000)
  expect([teamUnknown, doctors.some(d => d.doctorId === doctor.doctorId)]).toEqual([true, true])
})

test('my consultations: of everybody I may ask for, live ones first, page by page; looking at others is told them', async () => {
  const who = await newResident(server)
  const mother = addPersonOnFile(server, { phone: null, birthDate: '1950-02-02' })
  const { name, identityNumber } = mother
  const { person } = await who.identity.addMember({
    body: { name, identityNumber, relation: 'mother', scope: ['records'], guardianConsent: false },
  })
  const doctor = await newConsultingDoctor(server)
  const pictures = { earlier: { by: 'doctor_fetches' as const } }
  const ended: string[] = []
  for (let n = 0; n < 22; n++) {
    const { consultationId } = await askDoctor(server, who, doctor, pictures)
    await who.consultations.withdraw(params(consultationId))
    ended.unshift(consultationId)
  }
  const hers = await askDoctor(server, who, doctor, { ...pictures, personId: person.personId })
  expect(hers.personName).toMatch(/^.\*+$/)
  const first = await who.consultations.consultations({ query: {} })
  expect(first.consultations.map(c => c.consultationId)).toEqual([hers.consultationId, ...ended.slice(0, 20)])
  const rest = await who.consultations.consultations({ query: { before: first.next! } })
  expect([rest.consultations.map(c => c.consultationId), rest.next]).toEqual([ended.slice(20), null])
  const { consultations } = await who.consultations.consultations({ query: { personId: person.personId } })
  expect(consultations).toHaveLength(1)
  const looks = await server.db.query(
    `SELECT DISTINCT action FROM audit_event WHERE person_id = ? AND action LIKE 'consultations.%' ORDER BY action`,
    [person.personId],
  )
  expect(looks).toEqual([{ action: 'consultations.ask' }, { action: 'consultations.read' }])
})

test('the county records are open to the doctor as long as the resident allows', async () => {
  const doctor = await newConsultingDoctor(server)
  const who = await newResident(server)
  const { consultationId } = await askDoctor(server, who, doctor)
  const change = (allow: boolean) =>
    who.consultations.changeRecordsAccess({ ...params(consultationId), body: { allow } })
  expect(await change(false)).toMatchObject({ allowRecords: false })
  expect(await change(true)).toMatchObject({ allowRecords: true })
  await who.consultations.withdraw(params(consultationId))
  expect(await change(false)).toMatchObject({ allowRecords: false, can: { changeRecordsAccess: false } })
  expect(await codeOf(change(true))).toBe('consultation_state')
})

test('rated once, when finished, as long as the institution lets; a complaint is open once', async () => {
  const doctor = await newConsultingDoctor(server)
  const who = await newResident(server)
  const { consultationId } = await askDoctor(server, who, doctor)
  const rate = (body: { stars: number; words?: string }) => who.consultations.rate({ ...params(consultationId), body })
  expect(await codeOf(rate({ stars: 5 }))).toBe('consultation_state')
  const complain = () =>
    who.consultations.complain({ ...params(consultationId), body: { statement: '等了一天没有人理' } })
  expect(await complain()).toMatchObject({ state: 'open', statement: '等了一天没有人理', answer: null })
  expect(await codeOf(complain())).toBe('complaint_open')
  expect(await who.consultations.consultation(params(consultationId))).toMatchObject({
    complaint: { state: 'open' },
    can: { complain: false },
  })
  await finishedNow(consultationId)
  const endedDaysAgo = (days: number) =>
    server.db.query('UPDATE consultation SET ended_at = ? - INTERVAL ? DAY WHERE consultation_id = ?', [
      server.clock.now(),
      days,
      consultationId,
    ])
  await endedDaysAgo(31)
  expect((await refusalOf(rate({ stars: 5 }))).message).toContain('30 天')
  await endedDaysAgo(29)
  expect(await who.consultations.consultation(params(consultationId))).toMatchObject({ can: { rate: true } })
  const rated = await Promise.allSettled([1, 2, 3].map(stars => rate({ stars, words: '很耐心' })))
  expect(rated.map(r => r.status).sort()).toEqual(['fulfilled', 'rejected', 'rejected'])
  expect(await codeOf(rate({ stars: 1 }))).toBe('already_rated')
  const { rating, can } = await who.consultations.consultation(params(consultationId))
  expect([rating?.words, can.rate]).toEqual(['很耐心', false])
  const [kept] = await server.db.query('SELECT rating_words FROM consultation WHERE consultation_id = ?', [
    consultationId,
  ])
  expect(kept.rating_words).not.toContain('耐心')
})
