/** Messages of consultations: to those who may see the records, and to an account alone, about nobody. */
import { randomUUID } from 'node:crypto'
import { setCountyTime } from '../../testing/clinic'
import { type TestServer, startTestServer } from '../../testing/server'
import { type SignedIn, newResident, newStaff } from '../../testing/signed-in'
import { type Tell, tell } from '.'
import { textMessage } from './message-words'

let server: TestServer
beforeAll(async () => void (server = await startTestServer()))
beforeEach(() => setCountyTime(server, '10:00', 1))
afterAll(() => server.stop())

const run = () => server.runJob('notifications-deliver')
const inbox = async (who: SignedIn) => (await who.notifications.messages({ query: {} })).messages
const answered = (personId: string): Tell => ({
  kind: 'consultation_answered',
  key: `consultation_answered:${randomUUID()}:0`,
  personId,
  facts: { institution: '云溪县人民医院', doctor: '周明' },
  link: 'packages/resident/consultations/talk?consultationId=1',
  at: server.clock.now(),
})
const waiting = (accountId: string, key = `consultation_waiting:${randomUUID()}:0`): Tell => ({
  kind: 'consultation_waiting',
  key,
  personId: null,
  accountId,
  facts: { institution: '云溪县人民医院' },
  link: 'packages/doctor/consultations/talk?consultationId=1',
  at: server.clock.now(),
})

test('an answer is told to those who may see the records, to no doctor with a proxy', async () => {
  const who = await newResident(server)
  const [records, bookings] = [await newResident(server), await newResident(server)]
  const doctor = await newStaff(server, { role: 'doctor', institutionId: 'org-county', practitionerId: 'doc-of-proxy' })
  const link = (accountId: string, scope: string, staffId: string | null = null) =>
    server.db.query(
      `INSERT INTO person_link (link_id, account_id, person_id, basis, scope, state, live_key, staff_id, ends_on, created_at)
       VALUES (?, ?, ?, 'proxy', ?, 'active', ?, ?, '2099-12-31', ?)`,
      [randomUUID(), accountId, who.personId, scope, randomUUID(), staffId, server.clock.now()],
    )
  await link(records.accountId, 'records')
  await link(bookings.accountId, 'appointments,card')
  const [{ staffId }] = await server.db.query('SELECT staff_id AS staffId FROM staff WHERE account_id = ?', [
    doctor.accountId,
  ])
  await link(doctor.accountId, 'appointments,card,records', staffId)
  await tell(server.db, [answered(who.personId)])
  await run()
  expect((await inbox(who)).map(m => [m.kind, m.personName])).toEqual([['consultation_answered', who.onFile.name]])
  expect((await inbox(records)).map(m => m.kind)).toEqual(['consultation_answered'])
  for (const other of [bookings, doctor]) expect(await inbox(other)).toEqual([])

  await server.db.query(`UPDATE person_link SET state = 'ended', live_key = NULL WHERE account_id = ?`, [
    records.accountId,
  ])
  expect(await inbox(records)).toEqual([])
})

test('what waits is told to the account, once, in the app and by WeChat, naming nobody', async () => {
  const doctor = await newStaff(server, { role: 'doctor', institutionId: 'org-county', practitionerId: 'doc-waits' })
  const stranger = await newResident(server)
  const templateIds = (await doctor.notifications.templatesToAsk({ query: { moment: 'on_duty' } })).templateIds
  expect(templateIds).toEqual(['sandbox-consultation-waiting'])
  await server.wechat.acceptMessages(doctor.personaId, templateIds)
  const answers = templateIds.map(templateId => ({ templateId, answer: 'accept' as const }))
  await doctor.notifications.noteSubscriptions({ body: { answers } })

  const one = waiting(doctor.accountId, 'consultation_waiting:c:0')
  await tell(server.db, [one])
  await tell(server.db, [one, waiting(doctor.accountId)])
  await run()
  const messages = await inbox(doctor)
  expect(messages).toHaveLength(2)
  expect(messages[0]).toMatchObject({
    title: '有问诊等您回复',
    lines: [{ label: '机构', value: '云溪县人民医院' }],
    personId: null,
    personName: null,
  })
  expect(await server.wechat.messages(doctor.personaId)).toHaveLength(2)
  expect(await inbox(stranger)).toEqual([])
  expect((await doctor.notifications.unreadMessages({})).unread).toBe(2)
  expect((await doctor.notifications.readAllMessages({})).unread).toBe(0)
  expect(JSON.stringify((await doctor.identity.dataCopy({})).sections)).toContain('有问诊等您回复')
})

test('the title says how it stands', async () => {
  const who = await newResident(server)
  const titles = {
    医生已接诊: '已接诊',
    '医生问您一句，请回答': '请您回答',
    您的问诊换了医生: '已换医生',
    投诉有答复了: '投诉已答',
    医生回复您了: '有回复',
  }
  for (const state of Object.values(titles))
    await tell(server.db, [{ ...answered(who.personId), facts: { doctor: '周明', state } }])
  await run()
  expect((await inbox(who)).map(m => m.title).sort()).toEqual(Object.keys(titles).sort())
})

test('as a text message it names nobody either', () => {
  const { kind, facts, at } = waiting(randomUUID())
  const text = textMessage({ kind, facts, at }, null, { county: '云溪县', zone: 'Asia/Shanghai' })
  expect(text).toBe('【云溪县健康】有问诊等您回复。机构云溪县人民医院。请打开小程序查看。')
})
