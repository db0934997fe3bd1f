/** Duty, cap, own questions, phrases. */
import { sentenceOf } from 'shared/kernel/errors'
import { addDays, dayOf } from '../../../clock'
import { codeOf, refusalOf } from '../../../testing/client'
import { newClinic } from '../../../testing/clinic'
import { newConsultingDoctor, setConsultationRules } from '../../../testing/consulting'
import { type TestServer, startTestServer } from '../../../testing/server'
import { newResident, newStaff } from '../../../testing/signed-in'
import { stepsOf } from './testing'

let server: TestServer
beforeAll(
  async () => void (server = await startTestServer({ environment: { CONSULTATION_PHRASE_LIMIT: '3' } })),
  60_000,
)
afterAll(() => server?.stop())

type Doctor = Awaited<ReturnType<typeof newConsultingDoctor>>
const desk = (doctor: Doctor, institutionId?: string) => doctor.doctorDesk.desk({ query: { institutionId } })
const duty = (doctor: Doctor, onDuty: boolean, institutionId?: string) =>
  doctor.doctorDesk.setDuty({ body: { onDuty, institutionId } })
const listed = async (doctor: Doctor) => {
  const resident = await newResident(server)
  const { doctors } = await resident.consultations.consultationDoctors({ query: { personId: resident.personId } })
  return doctors.find(d => d.doctorId === doctor.doctorId)
}
const today = () => dayOf(server.clock.now(), server.context.config.TIME_ZONE)

describe('duty', () => {
  it('a doctor who never opened the desk is off duty; on duty, residents may ask', async () => {
    const doctor = await newConsultingDoctor(server, { onDuty: false })
    await server.db.query('DELETE FROM consultation_desk WHERE doctor_id = ?', [doctor.doctorId])
    expect(await desk(doctor)).toMatchObject({ onDuty: false, dailyCap: null, institutionCap: 30, questions: [] })
    expect(await duty(doctor, true)).toMatchObject({ onDuty: true, mayConsult: true, mayNotBecause: null })
    expect(await listed(doctor)).toMatchObject({ open: true })
    expect(await duty(doctor, false)).toMatchObject({ onDuty: false })
    expect(await listed(doctor)).toMatchObject({ open: false, closedBecause: 'off_duty' })
    const rows = await server.db.query(
      `SELECT * FROM audit_event WHERE account_id = ? AND action = 'consultations.duty'`,
      [doctor.accountId],
    )
    expect(rows).toHaveLength(2)
  })

  it('needs three full years of practice on one’s own; unknown is not enough', async () => {
    const short = addDays(`${Number(today().slice(0, 4)) - 3}${today().slice(4)}`, 1)
    for (const independentSince of [null, short]) {
      const doctor = await newConsultingDoctor(server, { independentSince, onDuty: false })
      const refused = await refusalOf(duty(doctor, true))
      const sentence = sentenceOf('practice_years_short', { years: 3 })
      expect([refused.code, refused.message]).toEqual(['practice_years_short', sentence])
      expect(await desk(doctor)).toMatchObject({ onDuty: false, mayConsult: false, mayNotBecause: sentence })
      expect(await duty(doctor, false)).toMatchObject({ onDuty: false })
    }
    const independentSince = addDays(short, -1)
    const enough = await newConsultingDoctor(server, { independentSince, onDuty: false })
    expect(await duty(enough, true)).toMatchObject({ onDuty: true })
  })

  it('tells who is in the directory no longer that, and nothing of years', async () => {
    const doctor = await newConsultingDoctor(server, { onDuty: false })
    await server.db.query('UPDATE doctor SET active = FALSE WHERE doctor_id = ?', [doctor.doctorId])
    const refused = await refusalOf(duty(doctor, true))
    expect([refused.code, refused.message]).toEqual(['doctor_inactive', sentenceOf('doctor_inactive')])
    expect(await desk(doctor)).toMatchObject({ mayConsult: false, mayNotBecause: sentenceOf('doctor_inactive') })
  })

  it('not where the institution does not offer it', async () => {
    const doctor = await newConsultingDoctor(server, { onDuty: false })
    await setConsultationRules(server, doctor.institutionId, { open: false })
    const refused = await refusalOf(duty(doctor, true))
    expect([refused.code, refused.message]).toEqual(['consultations_closed', sentenceOf('consultations_closed')])
  })

  it('is of one institution: who works at two says at which, and has a desk at each', async () => {
    const doctor = await newConsultingDoctor(server, { onDuty: false })
    const elsewhere = await newClinic(server)
    const { institutionId } = elsewhere
    await newStaff(server, { role: 'doctor', institutionId, practitionerId: doctor.doctorId }, doctor)
    expect(await codeOf(desk(doctor))).toBe('institution_choice')
    expect(await codeOf(duty(doctor, true))).toBe('institution_choice')
    expect(await duty(doctor, true, doctor.institutionId)).toMatchObject({ onDuty: true })
    expect(await desk(doctor, institutionId)).toMatchObject({ onDuty: false })
    expect(await codeOf(desk(doctor, 'org-foreign'))).toBe('forbidden')
  })

  it('is nothing for a position without a doctor of the directory', async () => {
    const { institutionId } = await newClinic(server)
    const nobody = await newStaff(server, { role: 'doctor', institutionId })
    expect(await codeOf(nobody.doctorDesk.desk({ query: {} }))).toBe('forbidden')
    expect(await nobody.consultationsDoctor.queue({ query: {} })).toMatchObject({ waiting: [], running: [] })
  })
})

describe('cap and questions', () => {
  it('own cap: the day’s last place, then full, as the desk counts', async () => {
    const doctor = await newConsultingDoctor(server)
    const { changeDesk } = doctor.doctorDesk
    await setConsultationRules(server, doctor.institutionId, { fee: 800, dailyCap: 20 })
    expect(await changeDesk({ body: { dailyCap: 2, questions: [] } })).toMatchObject({
      onDuty: true,
      dailyCap: 2,
      institutionCap: 20,
      askedToday: 0,
      fee: 800,
    })
    await setConsultationRules(server, doctor.institutionId, { fee: 0 })
    const step = stepsOf(server)
    await step.asked({}, { doctor })
    await step.asked({}, { doctor })
    expect(await desk(doctor)).toMatchObject({ askedToday: 2 })
    expect(await codeOf(step.asked({}, { doctor }))).toBe('doctor_full_today')
  })

  it('questions that stay keep their ids; duty stays as it was', async () => {
    const doctor = await newConsultingDoctor(server)
    const { changeDesk } = doctor.doctorDesk
    const questions = [
      { text: '最近有没有头晕', answer: 'yes_no' as const },
      { text: '现在吃什么药', answer: 'text' as const },
    ]
    const first = await changeDesk({ body: { dailyCap: null, questions } })
    const second = await changeDesk({
      body: { dailyCap: null, questions: [questions[1]!, { text: '血压多少', answer: 'text' }, questions[1]!] },
    })
    expect(second.onDuty).toBe(true)
    const [kept, fresh, again] = second.questions.map(q => q.questionId)
    expect(kept).toBe(first.questions[1]!.questionId)
    expect(new Set([kept, fresh, again]).size).toBe(3)
    await duty(doctor, false)
    expect((await desk(doctor)).questions).toEqual(second.questions)
  })

  it('takes no more than five questions and no cap of nought', async () => {
    const { changeDesk } = (await newConsultingDoctor(server)).doctorDesk
    const six = Array.from({ length: 6 }, (_, n) => ({ text: `问题 ${n}`, answer: 'text' as const }))
    expect(await codeOf(changeDesk({ body: { dailyCap: null, questions: six } }))).toBe('validation_failed')
    expect(await codeOf(changeDesk({ body: { dailyCap: 0, questions: [] } }))).toBe('validation_failed')
  })
})

describe('phrases', () => {
  const phrase = (text: string) => ({ body: { kind: 'quick' as const, title: null, text } })

  it('own ones, as many as the county lets one keep, and the county’s templates for everybody', async () => {
    const [doctor, other] = [await newConsultingDoctor(server), await newConsultingDoctor(server)]
    await server.db.query(
      `INSERT INTO consultation_phrase (phrase_id, doctor_id, kind, title, text, created_at)
       VALUES ('01990000-0000-7000-8000-00000000ed01', NULL, 'education', '高血压饮食', '每天盐不超过 5 克', ?)`,
      [server.clock.now()],
    )
    const { phrases, addPhrase, removePhrase } = doctor.doctorDesk
    const kept = await addPhrase(phrase('请把最近一周的血压发给我'))
    await addPhrase(phrase('药照原来的吃'))
    await addPhrase({ body: { kind: 'education', title: '量血压', text: '坐下歇五分钟再量' } })
    const refused = await refusalOf(addPhrase(phrase('第四条')))
    expect([refused.code, refused.message]).toEqual(['phrase_limit', sentenceOf('phrase_limit', { limit: 3 })])
    const own = (await phrases({})).phrases
    expect(own.map(p => [p.kind, p.title, p.own])).toEqual([
      ['education', '量血压', true],
      ['quick', null, true],
      ['quick', null, true],
      ['education', '高血压饮食', false],
    ])
    expect((await other.doctorDesk.phrases({})).phrases.map(p => p.title)).toEqual(['高血压饮食'])
    const params = { phraseId: kept.phraseId }
    expect(await codeOf(other.doctorDesk.removePhrase({ params }))).toBe('not_found')
    expect(await codeOf(removePhrase({ params: { phraseId: own.at(-1)!.phraseId } }))).toBe('not_found')
    await removePhrase({ params })
    expect(await codeOf(removePhrase({ params }))).toBe('not_found')
    expect((await phrases({})).phrases).toHaveLength(3)
  })
})
