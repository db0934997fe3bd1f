/** Messages that wait for WeChat's check (CONTENT_CHECK=wechat), against the sandbox. */
import { randomBytes } from 'node:crypto'
import type { NewMessage } from 'shared/consultations/model'
import { v7 as uuid } from 'uuid'
import { riskyWord } from '../../../../../scripts/sandbox/wechat/content/content'
import { setCountyTime } from '../../../testing/clinic'
import { codeOf } from '../../../testing/client'
import { type ConsultingDoctor, acceptedNow, askDoctor, newConsultingDoctor } from '../../../testing/consulting'
import { type LiveClient, signedInLive } from '../../../testing/live-client'
import { type TestServer, startTestServer } from '../../../testing/server'
import { type Resident, newResident } from '../../../testing/signed-in'
import { photo } from '../../../testing/files'

const token = 'tokenOfTests'
const aesKey = randomBytes(33).toString('hex').slice(0, 43)
const phones: LiveClient[] = []
let server: TestServer
let doctor: ConsultingDoctor
let resident: Resident
let consultationId: string
beforeAll(async () => {
  server = await startTestServer({
    environment: {
      CONTENT_CHECK: 'wechat',
      PUBLIC_URL: 'https://county.example',
      WECHAT_EVENT_TOKEN: token,
      WECHAT_EVENT_AES_KEY: aesKey,
    },
  })
  setCountyTime(server, '09:00', 1)
}, 60_000)
beforeEach(async () => {
  await server.wechat.behave()
  await server.wechat.content.behave()
  const events = { url: `${server.base}/api/wechat/events`, token, aesKey }
  await server.wechat.content.set({ events, origin: server.base, media: 'pass', answers: 'sent' })
  doctor = await newConsultingDoctor(server)
  resident = await newResident(server)
  consultationId = (await askDoctor(server, resident, doctor)).consultationId
  await acceptedNow(server, consultationId)
})
afterEach(() => phones.splice(0).forEach(phone => phone.cut()))
afterAll(() => server?.stop())

const params = () => ({ params: { consultationId } })
const text = (words: string): NewMessage => ({ messageId: uuid(), kind: 'text', text: words })
const send = (body: NewMessage) => resident.consultationTalk.send({ ...params(), body })
const seen = async () => (await resident.consultationTalk.messages({ ...params(), query: {} })).messages
const seenByDoctor = async () => (await doctor.consultationTalk.doctorMessages({ ...params(), query: {} })).messages
const numbers = async () => (await seenByDoctor()).map(m => [m.seq, m.text ?? m.kind])
const picture = async (): Promise<NewMessage> => {
  const file = await photo()
  const { attachmentId } = await resident.attachments.upload({ body: { kind: 'picture' }, file })
  return { messageId: uuid(), kind: 'picture', attachmentId }
}
const check = async () => {
  await server.runJob('attachments-check')
  await server.wechat.content.settle()
}
const away = () => server.wechat.misbehave({ fault: 'errcode', errcode: -1, path: '/wxa/msg_sec_check', times: 100 })
const events = async (messageId: string) =>
  (
    await server.db.query('SELECT event_id FROM outbox_event WHERE business_key = ?', [
      `consultation-message:${messageId}`,
    ])
  ).length

describe('a doctor’s question that is held', () => {
  const asking =
    (of: { params: { consultationId: string } }) =>
    (words: string, by: ConsultingDoctor = doctor) =>
      by.consultationsDoctor.askBack({ ...of, body: { messageId: uuid(), text: words } })
  const waiting = async () => {
    const patient = await newResident(server)
    const of = { params: { consultationId: (await askDoctor(server, patient, doctor)).consultationId } }
    await away()
    return { patient, of, ask: asking(of) }
  }
  const letGo = async () => {
    await server.wechat.behave()
    server.clock.push(61_000)
    await check()
  }

  it('is asked already: no second one, also not at the same moment, until it was let go and answered', async () => {
    const { patient, of, ask } = await waiting()
    const answer = (words: string) =>
      ask(words).then(
        now => `${now.last}`,
        (refusal: { code: string }) => refusal.code,
      )
    const three = await Promise.all(['请补拍病历', '药怎么吃？', '血压多少？'].map(answer))
    expect(three.sort()).toEqual(['0', 'waiting_for_answer', 'waiting_for_answer'])
    expect(await codeOf(ask('头晕吗？'))).toBe('waiting_for_answer')
    expect(await doctor.consultationsDoctor.doctorConsultation(of)).toMatchObject({ last: 0, awaiting: 'doctor' })
    await letGo()
    expect(await doctor.consultationsDoctor.doctorConsultation(of)).toMatchObject({ last: 1, awaiting: 'resident' })
    expect(await codeOf(ask('头晕吗？'))).toBe('waiting_for_answer')
    await patient.consultationTalk.send({ ...of, body: text('不晕') })
    expect(await ask('头晕吗？')).toMatchObject({ last: 3, awaiting: 'resident' })
  })

  it('of the doctor before keeps the colleague to whom it was handed on from asking nothing', async () => {
    const { patient, of, ask } = await waiting()
    await ask('请补拍病历')
    const colleague = await newConsultingDoctor(server)
    const { doctorId, institutionId } = colleague
    await doctor.consultationsDoctor.transfer({ ...of, body: { doctorId, institutionId, words: '请您看看' } })
    expect(await ask('药怎么吃？', colleague)).toMatchObject({ awaiting: 'doctor' })
    expect(await codeOf(ask('血压多少？', colleague))).toBe('waiting_for_answer')
    await letGo()
    const { messages } = await patient.consultationTalk.messages({ ...of, query: {} })
    expect(messages.map(m => m.text)).toEqual([expect.stringContaining('转给了'), '请补拍病历', '药怎么吃？'])
    expect(await colleague.consultationsDoctor.doctorConsultation(of)).toMatchObject({ awaiting: 'resident' })
  })

  it('goes out when it is let go, though the time to accept is over by then', async () => {
    const { patient, of, ask } = await waiting()
    await ask('请补拍病历')
    await server.db.query('UPDATE consultation SET accept_before = ? WHERE consultation_id = ?', [
      server.clock.now(),
      of.params.consultationId,
    ])
    await letGo()
    const { messages } = await patient.consultationTalk.messages({ ...of, query: {} })
    expect(messages.map(m => [m.seq, m.text])).toEqual([[1, '请补拍病历']])
  })
})

test('words that WeChat refuses are kept nowhere, others go on at once', async () => {
  expect(await codeOf(send(text(`我想${riskyWord}`)))).toBe('content_refused')
  expect((await send(text('头晕'))).seq).toBe(1)
  expect(await seen()).toHaveLength(1)
  const [{ n }] = await server.db.query('SELECT COUNT(*) AS n FROM consultation_message WHERE consultation_id = ?', [
    consultationId,
  ])
  expect(Number(n)).toBe(1)
})

test('a picture is held for its author alone; let go it takes the next number and both phones are told', async () => {
  await server.wechat.content.set({ answers: 'held' })
  const message = await picture()
  const held = await send(message)
  expect(held).toMatchObject({ state: 'held', seq: null, attachment: { state: 'held' } })
  expect(await send(message)).toMatchObject({ state: 'held', seq: null, messageId: held.messageId })
  expect((await send(text('这是化验单'))).seq).toBe(1)
  expect((await seen()).map(m => [m.seq, m.state])).toEqual([
    [1, 'sent'],
    [null, 'held'],
  ])
  expect(await numbers()).toEqual([[1, '这是化验单']])
  const link = { params: { attachmentId: message.attachmentId! } }
  expect(await codeOf(doctor.attachments.attachmentLink(link))).toBe('not_found')
  expect(await events(message.messageId)).toBe(0)

  phones.push(await signedInLive(server.base, resident.tokens), await signedInLive(server.base, doctor.tokens))
  await check()
  await server.wechat.content.deliver()
  for (const phone of phones) await expect(phone.next()).resolves.toEqual({ type: 'news', consultationId, seq: 2 })
  expect(await numbers()).toEqual([
    [1, '这是化验单'],
    [2, 'picture'],
  ])
  expect((await seenByDoctor())[1]!.attachment).toMatchObject({ state: 'ready', url: expect.any(String) })
  expect(await events(message.messageId)).toBe(1)
  // WeChat says it once more.
  await server.wechat.content.deliver()
  expect(await numbers()).toHaveLength(2)
})

test('a picture that is refused stays with its author, without a number', async () => {
  await server.wechat.content.set({ answers: 'held', media: 'risky' })
  const message = await picture()
  await send(message)
  await check()
  await server.wechat.content.deliver()
  expect(await seen()).toMatchObject([{ seq: null, state: 'refused', attachment: { state: 'refused', url: null } }])
  expect(await numbers()).toEqual([])
  expect((await send(text('好的'))).seq).toBe(1)
  expect(await events(message.messageId)).toBe(0)
})

test('while WeChat is away words wait, and go on in the order in which they were said', async () => {
  await away()
  const said = ['第一', '第二', '第三']
  for (const words of said) {
    expect(await send(text(words))).toMatchObject({ seq: null, state: 'held' })
    server.clock.push(1_000)
  }
  const row = async () =>
    (
      await server.db.query('SELECT last_seq, awaiting_since FROM consultation WHERE consultation_id = ?', [
        consultationId,
      ])
    )[0]
  expect((await row()).last_seq).toBe(0)
  expect((await seen()).map(m => m.text)).toEqual(said)
  expect(await numbers()).toEqual([])
  await server.wechat.behave()
  server.clock.push(61_000)
  await check()
  expect(await numbers()).toEqual(said.map((words, n) => [n + 1, words]))
  expect((await seen()).every(m => m.state === 'sent')).toBe(true)
})

test('what was said before the end stands also when its answer comes after it', async () => {
  await away()
  const said = text('忘了说，我对青霉素过敏')
  await send(said)
  await server.db.query(
    `UPDATE consultation SET status = 'finished', outcome = 'summary', live_key = NULL, awaiting = NULL,
       awaiting_since = NULL, lapse_at = NULL WHERE consultation_id = ?`,
    [consultationId],
  )
  expect(await codeOf(send(text('还有')))).toBe('consultation_state')
  await server.wechat.behave()
  server.clock.push(61_000)
  await check()
  expect(await numbers()).toEqual([[1, '忘了说，我对青霉素过敏']])
  const [row] = await server.db.query('SELECT awaiting, lapse_at FROM consultation WHERE consultation_id = ?', [
    consultationId,
  ])
  expect(row).toEqual({ awaiting: null, lapse_at: null })
})

test('warning words that were held are told to the doctor when they are let go', async () => {
  await away()
  await send(text('现在胸痛'))
  const flagged = async () => (await doctor.consultationsDoctor.doctorConsultation(params())).redFlags
  expect(await flagged()).toEqual([])
  const phone = await signedInLive(server.base, doctor.tokens)
  phones.push(phone)
  await server.wechat.behave()
  server.clock.push(61_000)
  await check()
  expect(await flagged()).toEqual([{ kind: 'chest_pain', word: '胸痛' }])
  expect((await phone.rest()).map(heard => heard.type).sort()).toEqual(['news', 'queue', 'state'])
})
