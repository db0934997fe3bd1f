/** Warning words in what the resident writes later: the doctor sees them where those of the question stand, at once. */
import { v7 as uuid } from 'uuid'
import { setCountyTime } from '../../../testing/clinic'
import { type ConsultingDoctor, newConsultation } from '../../../testing/consulting'
import { type LiveClient, signedInLive } from '../../../testing/live-client'
import { type TestServer, startTestServer } from '../../../testing/server'
import type { Resident } from '../../../testing/signed-in'

const phones: LiveClient[] = []
let server: TestServer
let doctor: ConsultingDoctor
let resident: Resident
let consultationId: string
beforeAll(async () => void (server = await startTestServer()), 60_000)
beforeEach(async () => {
  setCountyTime(server, '23:00', 1)
  ;({ doctor, resident, consultationId } = await newConsultation(server, { accepted: true }))
})
afterEach(() => phones.splice(0).forEach(phone => phone.cut()))
afterAll(() => server?.stop())

const params = () => ({ params: { consultationId } })
const write = (text: string) =>
  resident.consultationTalk.send({ ...params(), body: { messageId: uuid(), kind: 'text', text } })
const answer = (text: string) =>
  doctor.consultationTalk.doctorSend({ ...params(), body: { messageId: uuid(), kind: 'text', text } })
const flagged = async () => (await doctor.consultationsDoctor.doctorConsultation(params())).redFlags
const row = async () =>
  (
    await server.db.query('SELECT version, last_seq, red_flags FROM consultation WHERE consultation_id = ?', [
      consultationId,
    ])
  )[0]
const toldDoctor = async () => {
  await server.runJob('notifications-deliver')
  const { messages } = await doctor.notifications.messages({ query: {} })
  return messages.filter(m => m.title.includes('紧急'))
}

test('each kind once, in the list and on the page, sealed; the version stays, the message takes its number', async () => {
  const before = await row()
  await write('现在胸痛，喘不上气')
  await write('还是胸口疼')
  const flags = [
    { kind: 'chest_pain', word: '胸痛' },
    { kind: 'breathing', word: '喘不上气' },
  ]
  expect(await flagged()).toEqual(flags)
  const { running } = await doctor.consultationsDoctor.queue({ query: {} })
  expect(running.find(line => line.consultationId === consultationId)).toMatchObject({ redFlags: flags })
  const after = await row()
  expect(after).toMatchObject({ version: before.version, last_seq: before.last_seq + 2 })
  expect(after.red_flags).not.toContain('胸痛')
})

test('not what the doctor asks about, not what is denied', async () => {
  await answer('有胸痛吗？')
  await write('没有胸痛')
  expect(await flagged()).toEqual([])
})

test('several at the same moment: none is lost', async () => {
  await Promise.all(['胸痛', '吐血', '今天好些', '昏倒了', '自己量了血压'].map(write))
  expect((await flagged()).map(flag => flag.kind).sort()).toEqual(['bleeding', 'chest_pain', 'consciousness'])
})

test('the doctor’s phone hears of it at once', async () => {
  const phone = await signedInLive(server.base, doctor.tokens)
  phones.push(phone)
  await write('今天好些')
  const kinds = async () => [...new Set((await phone.rest()).map(heard => heard.type))].sort()
  expect(await kinds()).toEqual(['news'])
  await write('刚才吐血了')
  expect(await kinds()).toEqual(['news', 'queue', 'state'])
})

test('the doctor is told that it may be urgent, once for what is new, by night too, naming nobody', async () => {
  await write('刚才吐血了')
  await write('又吐血了')
  const messages = await toldDoctor()
  expect(messages).toMatchObject([{ kind: 'consultation_waiting', urgent: true, personId: null, personName: null }])
  expect(messages[0]).toMatchObject({
    title: '有问诊可能紧急，请马上看',
    link: `packages/doctor/consultations/talk?consultationId=${consultationId}`,
  })
  expect(JSON.stringify(messages)).not.toMatch(new RegExp(`血|${resident.onFile.name}`))
  await write('胸痛')
  expect(await toldDoctor()).toHaveLength(2)
})
