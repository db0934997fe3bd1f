import { randomBytes } from 'node:crypto'
import sharp from 'sharp'
import { v7 as uuid } from 'uuid'
import { addDays, dayOf } from '../../../clock'
import { createFieldCipher } from '../../../security/field-cipher'
import { refusalOf } from '../../../testing/client'
import { setCountyTime } from '../../../testing/clinic'
import { newConsultingDoctor, setConsultationRules } from '../../../testing/consulting'
import { type TestServer, startTestServer } from '../../../testing/server'
import { newAdministrator, newResident } from '../../../testing/signed-in'
import { Consultation } from '../consultation.entity'
import { newRelative } from '../talking/testing'
import { resealConsultations } from './reseal'
import { type Steps, recordSteps } from './testing'

let server: TestServer
let steps: Steps
beforeAll(async () => {
  server = await startTestServer()
  steps = recordSteps(server)
}, 60_000)
afterAll(() => server?.stop())
afterEach(() => server.clock.set(new Date()))

const question = { questionId: uuid(), text: '降压药每天都吃吗？', answer: 'text' as const }
const picture = () =>
  sharp({ create: { width: 40, height: 30, channels: 3, background: '#123456' } })
    .png()
    .toBuffer()
const count = async (table: string, consultationId: string): Promise<number> => {
  const [row] = await server.db.query(`SELECT COUNT(*) AS n FROM ${table} WHERE consultation_id = ?`, [consultationId])
  return Number(row.n)
}
const picturesLeft = async (consultationId: string): Promise<string[]> => {
  const rows: { id: string }[] = await server.db.query(
    'SELECT attachment_id AS id FROM attachment WHERE owner_id = ? AND deleted_at IS NULL',
    [consultationId],
  )
  return rows.map(r => r.id)
}
/** As if it had ended so long ago. */
const endedAgo = (consultationId: string, years: number, days = 0) =>
  server.db.query(
    'UPDATE consultation SET ended_at = ended_at - INTERVAL ? YEAR - INTERVAL ? DAY WHERE consultation_id = ?',
    [years, days, consultationId],
  )
/** As if every version had been signed so long ago; no signature verifies after it. */
const signedAgo = (consultationId: string, years: number) =>
  server.db.query(
    'UPDATE consultation_summary SET signed_at = signed_at - INTERVAL ? YEAR - INTERVAL 1 DAY WHERE consultation_id = ?',
    [years, consultationId],
  )

test('what was said goes after its years, the record with its evidence after its own, and not a day before', async () => {
  const resident = await newResident(server)
  const upload = async () =>
    (await resident.attachments.upload({ body: { kind: 'picture' }, file: await picture() })).attachmentId
  const [shown, evidence] = [await upload(), await upload()]
  const asked = await steps.asked({ attachmentIds: [shown, evidence] }, { resident })
  await steps.accept(asked, { evidence: { by: 'pictures', attachmentIds: [evidence] } })
  await steps.finish(asked)
  const { consultationId } = asked
  const { RECORD_YEARS, CONVERSATION_YEARS } = server.context.config
  const messages = await count('consultation_message', consultationId)
  const forget = () => server.runJob('consultations-forget')

  await endedAgo(consultationId, CONVERSATION_YEARS, -1)
  await forget()
  expect(await count('consultation_message', consultationId)).toBe(messages)

  await endedAgo(consultationId, 0, 2)
  // Two processes at once do it once.
  await Promise.all([forget(), forget()])
  expect(await count('consultation_message', consultationId)).toBe(0)
  expect(await picturesLeft(consultationId)).toEqual([evidence])
  const page = await resident.consultationTalk.messages({ ...steps.of(consultationId), query: {} })
  expect(page).toMatchObject({ messages: [], last: 0 })
  expect((await steps.versions(asked)).map(v => v.signature.valid)).toEqual([true])
  expect((await steps.seen(asked)).evidence?.pictures).toHaveLength(1)

  await endedAgo(consultationId, RECORD_YEARS - CONVERSATION_YEARS)
  await signedAgo(consultationId, RECORD_YEARS)
  await forget()
  for (const table of ['consultation', 'consultation_summary', 'consultation_message', 'consultation_complaint'])
    expect(await count(table, consultationId)).toBe(0)
  expect(await picturesLeft(consultationId)).toEqual([])
  const { accesses } = await resident.audit.accesses({ params: { personId: resident.personId }, query: {} })
  const went = accesses.filter(a => a.action.includes('过了保存年限'))
  expect(went.map(a => [a.actor, a.action])).toEqual([
    ['系统', '问诊的病历过了保存年限，已经删除'],
    ['系统', '问诊的对话过了保存年限，已经删除'],
  ])
})

test('a record stays as long as the person was seen since: online, in a correction, at a clinic', async () => {
  const earlier = await steps.signed()
  const { resident } = earlier
  const later = await steps.signed({}, { resident })
  const { clinic } = later.doctor
  const { slotId } = await clinic.addSession()
  const { appointmentId } = await resident.appointments.book({ body: { personId: resident.personId, slotId } })
  const visited = (yearsAgo: number) =>
    server.db.query(
      `UPDATE appointment SET status = 'fulfilled', day = CURRENT_DATE - INTERVAL ? YEAR - INTERVAL 1 MONTH
       WHERE appointment_id = ?`,
      [yearsAgo, appointmentId],
    )
  const { RECORD_YEARS } = server.context.config
  const left = async () => {
    await server.runJob('consultations-forget')
    const of = ({ consultationId }: typeof earlier) => count('consultation_summary', consultationId)
    return Promise.all([earlier, later].map(of))
  }
  await visited(RECORD_YEARS)
  for (const { consultationId } of [earlier, later]) await signedAgo(consultationId, RECORD_YEARS)
  await endedAgo(earlier.consultationId, RECORD_YEARS + 5)
  await endedAgo(later.consultationId, RECORD_YEARS, -1)
  expect(await left()).toEqual([1, 1])

  await endedAgo(later.consultationId, 0, 2)
  await signedAgo(later.consultationId, -1)
  expect(await left()).toEqual([1, 1])

  await signedAgo(later.consultationId, 1)
  await visited(RECORD_YEARS - 1)
  expect(await left()).toEqual([1, 1])

  await visited(RECORD_YEARS)
  expect(await left()).toEqual([0, 0])
})

test('what a complaint is about stays until the complaint is answered', async () => {
  const asked = await steps.signed()
  const { resident, consultationId } = asked
  const { RECORD_YEARS } = server.context.config
  const body = { statement: '说好的复诊没有人联系' }
  const { complaintId } = await resident.consultations.complain({ ...steps.of(consultationId), body })
  await endedAgo(consultationId, RECORD_YEARS, 1)
  await signedAgo(consultationId, RECORD_YEARS)
  const left = async () => {
    await server.runJob('consultations-forget')
    return [
      await count('consultation_summary', consultationId),
      (await count('consultation_message', consultationId)) > 0,
    ]
  }
  expect(await left()).toEqual([1, true])
  const admin = await newAdministrator(server)
  await admin.consultationsAdmin.answerComplaint({ params: { complaintId }, body: { answer: '已和医生核对' } })
  expect(await left()).toEqual([0, false])
})

test('whoever reads two consultations of one person in an hour stands in the trace of each', async () => {
  // Well within an hour.
  setCountyTime(server, '10:05')
  const first = await steps.signed()
  const { doctor, resident } = first
  const { relative: son } = await newRelative(server, resident, 'records')
  const second = await steps.signed({}, { doctor, resident })
  const admin = await newAdministrator(server)
  const body = { reason: '核对谁看过' }
  for (const { consultationId } of [first, second]) {
    const of = steps.of(consultationId)
    for (let n = 0; n < 2; n++) {
      await steps.show({ doctor, consultationId })
      await son.consultationTalk.messages({ ...of, query: {} })
    }
    const { trace } = await admin.consultationsAdmin.openConsultation({ ...of, body })
    const what = trace.map(t => t.what)
    for (const look of ['医生查看患者的在线问诊', '查看在线问诊']) expect(what.filter(w => w === look)).toHaveLength(1)
  }
})

test('the trace says also that the fee arrived back, and of no other consultation’s', async () => {
  await server.wechat.pay.set({ refundSeconds: 0 })
  const resident = await newResident(server, { birthDate: '1975-05-05' })
  const paid = async () => {
    const doctor = await newConsultingDoctor(server)
    await setConsultationRules(server, doctor.institutionId, { fee: 1200 })
    const asked = await steps.asked({}, { doctor, resident })
    await steps.pay(resident, (await steps.seen(asked)).payment!.orderId)
    return asked
  }
  const [declined, waiting] = [await paid(), await paid()]
  await steps.decline(declined)
  await server.runJob('payments-refunds')
  await server.wechat.pay.settle()
  const admin = await newAdministrator(server)
  const refunds = async ({ consultationId }: typeof declined) => {
    const look = { ...steps.of(consultationId), body: { reason: '核对退款' } }
    const { trace } = await admin.consultationsAdmin.openConsultation(look)
    return trace.filter(t => t.what === '退款到账').map(t => t.who)
  }
  expect(await refunds(declined)).toEqual(['系统'])
  expect(await refunds(waiting)).toEqual([])
})

test('more than one batch is forgotten in one run, each once, and the next batch is looked for behind the last', async () => {
  const { resident, consultationId } = await steps.signed()
  await endedAgo(consultationId, server.context.config.CONVERSATION_YEARS + 5)
  const columns = server.db.getMetadata(Consultation).columns.map(c => c.databaseName)
  const others = columns.filter(name => name !== 'consultation_id').join(', ')
  const copies = Array.from({ length: 204 }, () => uuid())
  for (const copy of copies)
    await server.db.query(
      `INSERT INTO consultation (consultation_id, ${others}) SELECT ?, ${others} FROM consultation WHERE consultation_id = ?`,
      [copy, consultationId],
    )
  const looks: unknown[][] = []
  const { db } = server.context
  const { logger } = db
  db.logger = Object.assign(Object.create(logger) as typeof logger, {
    logQuery: (sql: string, parameters: unknown[] = []) =>
      void (/^SELECT .*`forgotten_at` IS NULL/s.test(sql) && looks.push(parameters)),
  })
  try {
    await server.runJob('consultations-forget')
  } finally {
    db.logger = logger
  }
  expect(await steps.audited(resident.personId, 'consultations.conversation-forgotten')).toHaveLength(205)
  expect(looks).toHaveLength(2)
  expect(looks[1]).toContain([consultationId, ...copies].sort()[199])
})

test('what is under way is not forgotten, however old', async () => {
  const asked = await steps.accepted()
  await server.db.query('UPDATE consultation SET asked_at = asked_at - INTERVAL 40 YEAR WHERE consultation_id = ?', [
    asked.consultationId,
  ])
  await server.runJob('consultations-forget')
  expect((await steps.seen(asked)).status).toBe('in-progress')
})

test('the copy of one’s data has all of the consultation that one may read, and nothing of what one may not', async () => {
  const doctor = await newConsultingDoctor(server, { questions: [question] })
  const answers = [{ questionId: question.questionId, answer: '每天都吃' }]
  const asked = await steps.asked({ answers }, { doctor })
  const { resident, consultationId } = asked
  await steps.accept(asked)
  const of = steps.of(consultationId)
  const say = (text: string) => ({ ...of, body: { messageId: uuid(), kind: 'text' as const, text } })
  await resident.consultationTalk.send(say('今天好多了'))
  await doctor.consultationTalk.doctorSend(say('接着按原来的量吃'))
  const { relative } = await newRelative(server, resident, 'records')
  await relative.consultationTalk.send(say('我替她问一句'))
  await steps.finish(asked)
  await steps.amend(asked, { allergies: '青霉素' })
  await resident.consultations.rate({ ...of, body: { stars: 4, words: '讲得清楚' } })
  await resident.consultations.complain({ ...of, body: { statement: '等得有点久' } })
  const sectionsOf = async (who: typeof resident) => {
    const { sections } = await who.identity.dataCopy({})
    return new Map(sections.map(s => [s.title, s.rows]))
  }
  const copy = await sectionsOf(resident)
  const [row] = copy.get('在线问诊')!
  expect(row).toMatchObject({
    哪里不舒服: expect.stringContaining('血压最近有点高'),
    医生事先的问题和回答: '降压药每天都吃吗？ 每天都吃',
    提问时给的诊断资料: expect.stringContaining('高血压'),
    医生留存的诊断资料: expect.stringContaining('高血压'),
    评价: '4 星，讲得清楚',
  })
  const said = copy.get('问诊里说的话')!.map(m => m['内容'])
  for (const words of ['今天好多了', '接着按原来的量吃', '我替她问一句']) expect(said).toContain(words)
  const versions = copy.get('问诊小结')!.map(v => [v['版本'], v['过敏史'], v['用药']])
  const drugs = '氨氯地平片：每次 5 mg，每日一次'
  expect(versions).toEqual([
    ['第 2 版（现在有效）', '青霉素', drugs],
    ['第 1 版（后来更正过）', '无', drugs],
  ])
  expect(copy.get('问诊投诉')!.map(c => c['内容'])).toEqual(['等得有点久'])
  // Who wrote for the person takes along what they wrote, not what was answered.
  const theirs = await sectionsOf(relative)
  expect(theirs.get('问诊里说的话')!.map(m => m['内容'])).toEqual(['我替她问一句'])
  for (const title of ['在线问诊', '问诊小结', '问诊投诉']) expect(theirs.get(title)).toEqual([])
})

test('whose proxy was taken back keeps the words of their complaint, without what was answered about the person', async () => {
  const who = await newResident(server)
  const { relative, linkId } = await newRelative(server, who, 'records')
  const resident = { ...relative, personId: who.personId, onFile: who.onFile }
  const { consultationId } = await steps.asked({}, { resident })
  const body = { statement: '医生一直没有回复' }
  const { complaintId } = await relative.consultations.complain({ ...steps.of(consultationId), body })
  const admin = await newAdministrator(server)
  const answer = '医生当天在抢救病人，已经致歉'
  await admin.consultationsAdmin.answerComplaint({ params: { complaintId }, body: { answer } })
  const complaints = async () => (await relative.identity.dataCopy({})).sections.find(s => s.title === '问诊投诉')?.rows
  expect(await complaints()).toMatchObject([{ 内容: body.statement, 答复: answer }])
  await who.identity.revokeProxy({ params: { linkId } })
  expect(await complaints()).toMatchObject([{ 内容: body.statement, 答复: null }])
})

test('an account with a consultation under way cannot go; after its end it goes, and is told what is kept', async () => {
  const asked = await steps.accepted()
  const { resident } = asked
  expect(await refusalOf(resident.identity.deleteAccount({}))).toMatchObject({
    code: 'live_consultations',
    details: { count: 1 },
  })
  await steps.finish(asked)
  const { kept } = await resident.identity.deleteAccount({})
  expect(kept.map(k => `${k.what} ${k.until}`).join('\n')).toMatch(
    /病历.*15 年[\s\S]*对话.*3 年[\s\S]*评价，投诉和答复.*15 年/,
  )
  expect(await count('consultation_summary', asked.consultationId)).toBe(1)
})

test('a doctor’s account stays while residents wait for the doctor, or are talking with them', async () => {
  const { doctor, ...first } = await steps.asked()
  const accepted = await steps.accepted({}, { doctor })
  const refusal = () => refusalOf(doctor.identity.deleteAccount({}))
  expect(await refusal()).toMatchObject({ code: 'live_patients', details: { count: 2 } })
  await steps.finish(accepted)
  expect(await refusal()).toMatchObject({ code: 'live_patients', details: { count: 1 } })
  await steps.decline({ doctor, consultationId: first.consultationId })
  await doctor.identity.deleteAccount({})
})

test('a doctor’s account stays while a record is due that only this doctor can write', async () => {
  const asked = await steps.accepted()
  server.clock.push(49 * 3_600_000)
  await server.runJob('consultations-end-late')
  const { doctor } = asked
  await doctor.enterSecondFactor()
  expect(await refusalOf(doctor.identity.deleteAccount({}))).toMatchObject({
    code: 'live_patients',
    details: { count: 1 },
  })
  await steps.finish(asked)
  await doctor.identity.deleteAccount({})
})

test('reminds once on the day that the doctor named, not before, and not when it was done', async () => {
  const today = dayOf(server.clock.now(), server.context.config.TIME_ZONE)
  const asked = await steps.signed({ followUpOn: addDays(today, 2) })
  const done = await steps.signed({ followUpOn: addDays(today, 2) })
  await done.doctor.consultationsDoctor.followedUp(steps.of(done.consultationId))
  const reminders = async () => {
    await server.runJob('consultations-remind')
    const [row] = await server.db.query(
      `SELECT COUNT(*) AS n FROM message_event WHERE kind = 'consultation_follow_up' AND person_id IN (?, ?)`,
      [asked.resident.personId, done.resident.personId],
    )
    return Number(row.n)
  }
  expect(await reminders()).toBe(0)
  server.clock.push(2 * 86_400_000)
  expect([await reminders(), await reminders()]).toEqual([1, 1])
})

test('after a key change everything opens with the new key alone', async () => {
  const asked = await steps.signed()
  await steps.amend(asked, {})
  const { config, cipher } = server.context
  const fresh = { id: 'k9', key: randomBytes(32) }
  const index = Buffer.from(config.INDEX_KEY, 'base64')
  const both = createFieldCipher([fresh, ...config.DATA_KEYS], index)
  await resealConsultations({ ...server.context, cipher: both })
  const { consultationId } = asked
  const tables = {
    consultation: ['reason', 'earlier', 'answers', 'red_flags', 'evidence', 'asked_by', 'ended_words'],
    consultation_message: ['author_name', 'text'],
    consultation_summary: ['document'],
  }
  for (const [table, columns] of Object.entries(tables))
    for (const row of await server.db.query(`SELECT * FROM ${table} WHERE consultation_id = ?`, [consultationId]))
      for (const column of columns) expect(`${column} ${String(row[column])}`).toMatch(/ (k9\.|null)/)
  const [key] = await server.db.query('SELECT private_key AS sealed FROM signing_key WHERE doctor_id = ?', [
    asked.doctor.doctorId,
  ])
  expect(createFieldCipher([fresh], index).open(key.sealed, 'signing_key')).not.toBe('')
  expect(cipher.isOld(key.sealed)).toBe(true)
  // The running server goes on with both.
  await resealConsultations({ ...server.context, cipher: createFieldCipher([...config.DATA_KEYS, fresh], index) })
  expect((await steps.versions(asked)).map(v => v.signature.valid)).toEqual([true, true])
})
