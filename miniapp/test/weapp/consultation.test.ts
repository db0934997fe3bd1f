/** Asking a doctor on the built mini-program: live, by asking from time to time, through dead spots and a killed app. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { v7 as uuid } from 'uuid'
import {
  type ConsultingDoctor,
  addDiagnosis,
  askDoctor,
  newConsultation,
  newConsultingDoctor,
} from 'server/testing/consulting'
import { summaryOf } from 'server/modules/consultations/records/testing'
import { type TestServer, startTestServer } from 'server/testing/server'
import { newResident } from 'server/testing/signed-in'
import type { Harness } from './harness'
import { beyondLimits, phoneOf, signedInBefore, writesOf } from './stack'
import type { Phone } from './phone'

/** A real picture, as any would do. */
const picture = readFileSync(join(__dirname, '../../src/assets/tab-home.png'))

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
}, 60_000)
afterAll(() => server?.stop())

/** Under way, on the resident's phone. */
const underWay = async (some: Partial<Phone> = {}) => {
  const { doctor, resident, consultationId } = await newConsultation(server, { accepted: true })
  const page = `/packages/resident/consultations/talk?consultationId=${consultationId}`
  const app = phoneOf(server, resident.personaId, { storage: signedInBefore(resident), ...some })
  await app.launch(page)
  await app.sees('正在问诊')
  return { doctor, resident, consultationId, page, app }
}
const doctorSays = ({ consultationTalk }: ConsultingDoctor, consultationId: string, text: string) =>
  consultationTalk.doctorSend({ params: { consultationId }, body: { messageId: uuid(), kind: 'text', text } })
const heardBy = async ({ consultationTalk }: ConsultingDoctor, consultationId: string) => {
  const { messages } = await consultationTalk.doctorMessages({ params: { consultationId }, query: {} })
  return messages.filter(m => m.kind !== 'note')
}
const say = async (app: Harness, words: string) => {
  await app.type('说给医生听', words)
  await app.tap('发送')
}
const timesOn = (app: Harness, words: string): number =>
  app
    .words()
    .split('\n')
    .filter(line => line === words).length

test('asks with words and a picture; the doctor accepts, answers live, and is answered with a picture', async () => {
  const doctor = await newConsultingDoctor(server)
  const resident = await newResident(server)
  addDiagnosis(server, resident.onFile)
  const app = phoneOf(server, resident.personaId, { storage: signedInBefore(resident), picks: [picture] })
  const { doctorId, institutionId } = doctor
  await app.launch(`/packages/resident/consultations/ask?doctorId=${doctorId}&institutionId=${institutionId}`)
  await app.tap('看过，病情稳定，来复诊')
  await app.type('写在这里', '血压这周早上 150/95，药一直在吃')
  await app.tap('加照片')
  await app.sees('去掉')
  await app.settled()
  await app.tap('下一步')
  await app.tap('高血压')
  await app.tap('下一步')
  await app.tap('我看过，同意')
  await app.tap('同意，发给医生')
  await app.sees('等医生接诊')
  const { consultationId = '' } = app.stack.at(-1)!.options

  const { earlier, pictures } = await doctor.consultationsDoctor.doctorConsultation({ params: { consultationId } })
  expect(pictures).toMatchObject([{ kind: 'picture', state: 'ready' }])
  const evidence = { by: 'county_record' as const, recordId: earlier.record!.recordId }
  await doctor.consultationsDoctor.accept({ params: { consultationId }, body: { assessment: 'follow_up', evidence } })
  await app.sees('正在问诊')
  expect(app.phone.wires.size).toBe(1)
  await doctorSays(doctor, consultationId, '药盒拍给我看看')
  await app.sees('药盒拍给我看看')
  app.phone.picks = [picture]
  await app.tap('照片')
  await say(app, '就是这一种')
  await app.sees('就是这一种')
  await app.settled()
  expect(await heardBy(doctor, consultationId)).toMatchObject([
    { kind: 'text', text: '药盒拍给我看看' },
    { kind: 'picture' },
    { kind: 'text', text: '就是这一种' },
  ])
  expect(beyondLimits(app)).toEqual([])
}, 60_000)

test('where WeChat opens no socket, the answer comes all the same', async () => {
  const { doctor, consultationId, app } = await underWay({ sockets: false })
  await doctorSays(doctor, consultationId, '今天血压多少？')
  await app.sees('今天血压多少？')
  expect(app.phone.wires.size).toBe(0)
})

test('without a network what was said waits, is told so, and goes by itself once there is one again', async () => {
  const { doctor, consultationId, app } = await underWay()
  app.online(false)
  await say(app, '早上 146，晚上 138')
  await say(app, '没有头晕')
  await app.sees('没有网络，连上后自动发送')
  expect(await heardBy(doctor, consultationId)).toEqual([])
  await doctorSays(doctor, consultationId, '您慢慢说')
  app.online(true)
  await app.sees('您慢慢说')
  await app.sees('已发送')
  await app.settled()
  const heard = await heardBy(doctor, consultationId)
  expect(heard.map(m => m.text)).toEqual(['您慢慢说', '早上 146，晚上 138', '没有头晕'])
  expect(['您慢慢说', '早上 146，晚上 138', '没有头晕'].map(words => timesOn(app, words))).toEqual([1, 1, 1])
})

test('answers get lost and the app is killed while one waits: reopened, nothing is lost and nothing is there twice', async () => {
  const { doctor, resident, consultationId, page, app } = await underWay()
  app.phone.answersToLose = 3
  await say(app, '昨天忘了吃药')
  await app.sees('昨天忘了吃药')
  await app.settled()
  app.online(false)
  await say(app, '今天补上了')
  await app.type('说给医生听', '还想问')
  app.kill()
  const storage = new Map(app.phone.storage)
  expect(writesOf(app, `/api/consultations/${consultationId}/messages`).length).toBeGreaterThan(0)

  const reopened = phoneOf(server, resident.personaId, { storage })
  await reopened.launch(page)
  await reopened.sees('今天补上了')
  await reopened.settled()
  const heard = await heardBy(doctor, consultationId)
  expect(heard.map(m => m.text)).toEqual(['昨天忘了吃药', '今天补上了'])
  expect(heard.map(m => m.text).map(words => timesOn(reopened, words!))).toEqual([1, 1])
  await reopened.tap('发送')
  await reopened.sees('还想问')
  await reopened.settled()
  expect((await heardBy(doctor, consultationId)).map(m => m.text)).toEqual(['昨天忘了吃药', '今天补上了', '还想问'])
})

/** Asked without a paper, before the doctor, on the doctor's phone. */
const beforeDoctor = async () => {
  const doctor = await newConsultingDoctor(server)
  const resident = await newResident(server)
  const { consultationId } = await askDoctor(server, resident, doctor, { earlier: { by: 'doctor_fetches' } })
  const app = phoneOf(server, doctor.personaId, { storage: signedInBefore(doctor) })
  await app.launch(`/packages/doctor/consultations/talk?consultationId=${consultationId}`)
  await app.sees('先问居民一句')
  const params = { consultationId }
  return { app, resident, params, now: () => doctor.consultationsDoctor.doctorConsultation({ params }) }
}

test('a doctor asks back for the paper, and accepts with the picture that came in the talk', async () => {
  const { app, resident, params, now } = await beforeDoctor()
  await app.tap('接诊', -1)
  await app.tap('是常见病、慢性病的复诊，病情稳定')
  await app.sees('还没有能证明诊断的资料')
  await app.tap('回去问居民')
  await app.tap('先问居民一句')
  await app.tap('请拍病历')
  await app.tap('发给居民')
  await app.sees('请把以前的病历、出院小结或检查单拍清楚发给我。')
  for (let n = 0; n < 2; n++) {
    const { attachmentId } = await resident.attachments.upload({ body: { kind: 'picture' }, file: picture })
    const body = { messageId: uuid(), kind: 'picture' as const, attachmentId }
    await resident.consultationTalk.send({ params, body })
  }
  await app.tap('接诊', -1)
  await app.tap('是常见病、慢性病的复诊，病情稳定')
  await app.tap('用第 2 张')
  await app.sees('✓ 用第 2 张')
  await app.tap('接诊', -1)
  await app.sees('写小结结束')
  const { messages } = await resident.consultationTalk.messages({ params, query: {} })
  const [, second] = messages.filter(m => m.kind === 'picture')
  const { evidence, status } = await now()
  expect([status, evidence?.pictures.map(p => p.attachmentId)]).toEqual([
    'in-progress',
    [second!.attachment!.attachmentId],
  ])
  expect(beyondLimits(app)).toEqual([])
}, 60_000)

test('what a doctor judged a first visit leads to the clinic alone, also after turning back', async () => {
  const { app, now } = await beforeDoctor()
  await app.tap('接诊', -1)
  await app.tap('其实是首诊')
  await app.tap('转去门诊', -1)
  await app.sees('告诉居民的话')
  expect(await now()).toMatchObject({ status: 'planned', mustStop: 'first_visit' })
  await app.back()
  await app.sees('您判断这是首诊，按规定不能在线上继续。')
  await app.back()
  await app.sees('转去门诊')
  await app.settled()
  for (const words of ['先问居民一句', '转给同事', '不接这个问诊']) expect(app.words()).not.toContain(words)
}, 60_000)

test('a consultation that lapsed stands before its doctor until its record is written', async () => {
  const { doctor, consultationId } = await newConsultation(server, { accepted: true })
  const app = phoneOf(server, doctor.personaId, { storage: signedInBefore(doctor) })
  await app.launch('/packages/doctor/consultations/queue')
  await app.sees('正在问诊（1）')
  expect(app.words()).not.toContain('还没写小结')
  await server.db.query('UPDATE consultation SET lapse_at = ? WHERE consultation_id = ?', [
    server.clock.now(),
    consultationId,
  ])
  await server.runJob('consultations-end-late')
  await app.sees('还没写小结（1）')
  expect(app.words()).not.toContain('正在问诊')
  await app.tap('血压最近有点高，早上起来头晕，药还按原来的吃')
  await app.sees('补写小结')
  const body = { summary: summaryOf(), conditionChanged: false as const, passcode: doctor.passcode }
  await doctor.consultationRecord.finish({ params: { consultationId }, body })
  await app.back()
  await app.sees('现在没有要答的问诊')
  expect(app.words()).not.toContain('还没写小结')
  expect(beyondLimits(app)).toEqual([])
}, 60_000)
