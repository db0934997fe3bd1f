/** What a question says goes through WeChat's content check first (CONTENT_CHECK=wechat), against the sandbox. */
import { randomBytes } from 'node:crypto'
import { riskyWord } from '../../../../../scripts/sandbox/wechat/content/content'
import { codeOf } from '../../../testing/client'
import { setCountyTime } from '../../../testing/clinic'
import { askDoctor, type ConsultingDoctor, newConsultingDoctor } from '../../../testing/consulting'
import { type TestServer, startTestServer } from '../../../testing/server'
import { newResident } from '../../../testing/signed-in'

const questionId = '01990000-0000-7000-8000-00000000c001'
let server: TestServer
let doctor: ConsultingDoctor
beforeAll(async () => {
  server = await startTestServer({
    environment: {
      CONTENT_CHECK: 'wechat',
      PUBLIC_URL: 'https://county.example',
      WECHAT_EVENT_TOKEN: 'tokenOfTests',
      WECHAT_EVENT_AES_KEY: randomBytes(33).toString('hex').slice(0, 43),
    },
  })
  setCountyTime(server, '09:00', 1)
  doctor = await newConsultingDoctor(server, { questions: [{ questionId, text: '吃什么药', answer: 'text' }] })
}, 60_000)
afterAll(() => server?.stop())
afterEach(() => server.wechat.behave())

const answered = (answer: string) => [{ questionId, answer }]
const asked = async (): Promise<number> => {
  const [{ n }] = await server.db.query('SELECT COUNT(*) AS n FROM consultation')
  return Number(n)
}

test('refused words are not sent, in the question or in an answer; nothing is left of them', async () => {
  const who = await newResident(server)
  const before = await asked()
  const reason = `请看看${riskyWord}`
  expect(await codeOf(askDoctor(server, who, doctor, { reason, answers: answered('没有') }))).toBe('content_refused')
  expect(await codeOf(askDoctor(server, who, doctor, { answers: answered(riskyWord) }))).toBe('content_refused')
  expect(await asked()).toBe(before)
  await expect(askDoctor(server, who, doctor, { answers: answered('降压药') })).resolves.toMatchObject({
    status: 'planned',
  })
})

test('while WeChat does not answer, the question is not sent, and says so', async () => {
  const who = await newResident(server)
  await server.wechat.misbehave({ fault: 'errcode', errcode: -1, path: '/wxa/msg_sec_check', times: 100 })
  expect(await codeOf(askDoctor(server, who, doctor, { answers: answered('降压药') }))).toBe(
    'content_check_unavailable',
  )
  expect(await asked()).toBe(1)
})

test('a consent that is withdrawn while WeChat is asked: the question is not sent', async () => {
  const who = await newResident(server)
  const before = await asked()
  const path = '/wxa/msg_sec_check'
  const called = async () => (await server.wechat.calls())[path] ?? 0
  const calls = await called()
  await server.wechat.misbehave({ fault: 'slow', delayMs: 3_000, path, times: 1 })
  const sending = codeOf(askDoctor(server, who, doctor, { answers: answered('降压药') }))
  while ((await called()) === calls) await new Promise(resolve => setTimeout(resolve, 20))
  await who.identity.withdrawConsent({ params: { kind: 'health_data' } })
  expect(await sending).toBe('consent_required')
  expect(await asked()).toBe(before)
})
