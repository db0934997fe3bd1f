/** Asking a doctor over real HTTP, from the list to the question. */
import { setCountyTime } from '../../../testing/clinic'
import { addDiagnosis, askDoctor, newConsultingDoctor } from '../../../testing/consulting'
import { type TestServer, startTestServer } from '../../../testing/server'
import { newResident } from '../../../testing/signed-in'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
  setCountyTime(server, '09:00', 1)
}, 60_000)
afterAll(() => server?.stop())

const params = (consultationId: string) => ({ params: { consultationId } })

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
