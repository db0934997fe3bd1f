/** What is said in a consultation, over real HTTP: once, in order, by whom and as long as it may be said. */
import { addDays, dayOf } from '../../../clock'
import { setCountyTime } from '../../../testing/clinic'
import { codeOf } from '../../../testing/client'
import { acceptedNow, newConsultation } from '../../../testing/consulting'
import { type TestServer, startTestServer } from '../../../testing/server'
import { newResident } from '../../../testing/signed-in'
import { type Talk, beginTalk, textOf } from './testing'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
  setCountyTime(server, '09:00', 1)
}, 60_000)
afterAll(() => server?.stop())

let talk: Talk
const begin = async (accepted?: boolean) => {
  talk = await beginTalk(server, accepted)
}

test('both sides talk: numbered without gaps, the same in the same order at both ends, sealed at rest', async () => {
  await begin()
  const asked = await talk.ask(textOf('早上起来头晕'))
  expect(asked).toMatchObject({ seq: 1, state: 'sent', from: 'resident', authorName: '本人', text: '早上起来头晕' })
  const answered = await talk.answer(textOf('血压量了多少？\n药停过吗？'))
  expect(answered).toMatchObject({ seq: 2, from: 'doctor', authorName: '李明' })
  await talk.ask(textOf('148/92'))
  const page = await talk.seen()
  expect(page).toMatchObject({ last: 3, status: 'in-progress' })
  expect(page.messages.map(m => [m.seq, m.text])).toEqual([
    [1, '早上起来头晕'],
    [2, '血压量了多少？\n药停过吗？'],
    [3, '148/92'],
  ])
  expect((await talk.seenByDoctor()).messages).toEqual(page.messages)
  const kept = await server.db.query('SELECT * FROM consultation_message WHERE consultation_id = ?', [
    talk.consultationId,
  ])
  for (const private_ of ['头晕', '148', '李明', '本人']) expect(JSON.stringify(kept)).not.toContain(private_)
  const events = await server.db.query('SELECT version, data FROM outbox_event WHERE business_key = ?', [
    `consultation-message:${asked.messageId}`,
  ])
  expect(events).toEqual([{ version: 1, data: {} }])
})

test('pages go on from a number and back from one', async () => {
  await begin()
  for (let n = 1; n <= 53; n++) await talk.ask(textOf(`第 ${n} 句`))
  const numbers = async (query: { after?: number; before?: number }) =>
    (await talk.seenByDoctor(query)).messages.map(m => m.seq)
  const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i)
  expect(await numbers({})).toEqual(range(4, 53))
  expect(await numbers({ after: 0 })).toEqual(range(1, 50))
  expect(await numbers({ after: 50 })).toEqual([51, 52, 53])
  expect(await numbers({ after: 53 })).toEqual([])
  expect(await numbers({ before: 4 })).toEqual([1, 2, 3])
  expect(await numbers({ after: 10, before: 13 })).toEqual([11, 12])
})

describe('the same message', () => {
  beforeAll(() => begin())

  it('is kept once, however often it is sent, also at the same moment', async () => {
    const message = textOf('再说一遍')
    const answers = await Promise.all(Array.from({ length: 6 }, () => talk.ask(message)))
    expect(new Set(answers.map(a => JSON.stringify(a))).size).toBe(1)
    expect((await talk.seen()).messages.filter(m => m.text === '再说一遍')).toHaveLength(1)
    const { last } = await talk.seen()
    expect((await talk.ask(textOf('下一句'))).seq).toBe(last + 1)
  })

  it('under the same id with other words is refused, and so is an id that stands elsewhere', async () => {
    const message = textOf('甲')
    await talk.ask(message)
    expect(await codeOf(talk.ask({ ...message, text: '乙' }))).toBe('idempotency_key_reused')
    expect(await codeOf(talk.answer(message))).toBe('idempotency_key_reused')
    const other = await newConsultation(server, { accepted: true })
    const elsewhere = other.resident.consultationTalk.send({
      params: { consultationId: other.consultationId },
      body: message,
    })
    expect(await codeOf(elsewhere)).toBe('idempotency_key_reused')
    const { messages } = await other.resident.consultationTalk.messages({
      params: { consultationId: other.consultationId },
      query: {},
    })
    expect(messages).toEqual([])
  })

  it('gets its answer again after the end, when nothing new may be said', async () => {
    const message = textOf('最后一句')
    const first = await talk.ask(message)
    await talk.end('finished', 'summary')
    expect(await talk.ask(message)).toEqual(first)
    expect(await codeOf(talk.ask(textOf('还有一句')))).toBe('consultation_state')
    expect(await codeOf(talk.answer(textOf('还有一句')))).toBe('consultation_state')
    expect((await talk.seen()).messages.at(-1)).toEqual(first)
    expect((await talk.seen()).status).toBe('finished')
  })
})

test('before a doctor accepts the resident may add to the question, the doctor says nothing here', async () => {
  await begin(false)
  expect((await talk.ask(textOf('忘了说，昨天还吐了'))).seq).toBe(1)
  expect(await codeOf(talk.answer(textOf('好的')))).toBe('consultation_state')
  expect((await talk.seenByDoctor()).messages).toHaveLength(1)
  await acceptedNow(server, talk.consultationId)
  expect((await talk.answer(textOf('好的'))).seq).toBe(2)
})

test('nothing may be said in what is not paid yet, and the doctor knows nothing of it', async () => {
  await begin(false)
  await server.db.query(`UPDATE consultation SET queued_at = NULL, payment_state = 'due' WHERE consultation_id = ?`, [
    talk.consultationId,
  ])
  expect(await codeOf(talk.ask(textOf('在吗')))).toBe('consultation_state')
  expect(await codeOf(talk.seenByDoctor())).toBe('not_found')
})

test('what a member of the family writes carries who it was, and both are told who looked', async () => {
  await begin()
  const son = await newResident(server)
  const endsOn = addDays(dayOf(server.clock.now(), server.context.config.TIME_ZONE), 30)
  const grantee = { kind: 'relative' as const, phone: son.wechatPhone, relation: 'child' as const }
  await talk.resident.identity.grantProxy({ body: { grantee, scope: ['records'], endsOn } })
  const sent = await son.consultationTalk.send({ ...talk.of, body: textOf('我是他儿子') })
  expect(sent.authorName).toContain(`${son.onFile.name.slice(0, 1)}*`)
  await son.consultationTalk.messages({ ...talk.of, query: {} })
  await son.consultationTalk.messages({ ...talk.of, query: {} })
  await talk.seenByDoctor()
  await talk.seenByDoctor({ after: 1 })
  await talk.seen()
  const rows = await server.db.query(
    'SELECT account_id AS who, action, role FROM audit_event WHERE person_id = ? AND action LIKE ? ORDER BY audit_id',
    [talk.resident.personId, 'consultations.%'],
  )
  const of = (who: string) =>
    rows.filter((r: { who: string }) => r.who === who).map((r: { action: string }) => r.action)
  expect(of(son.accountId)).toEqual(['consultations.write', 'consultations.read'])
  expect(of(talk.doctor.accountId)).toEqual(['consultations.show'])
  await talk.answer(textOf('知道了'))
  const { accesses } = await talk.resident.audit.accesses({ params: { personId: talk.resident.personId }, query: {} })
  const actions = accesses.map(a => a.action)
  expect(actions).toEqual(expect.arrayContaining(['查看在线问诊', '医生查看您的在线问诊']))
  expect(actions).not.toContain('在问诊中发消息')
  server.clock.push(3_600_000)
  await talk.doctor.enterSecondFactor()
  await talk.seenByDoctor()
  const again = await server.db.query('SELECT COUNT(*) AS n FROM audit_event WHERE account_id = ? AND action = ?', [
    talk.doctor.accountId,
    'consultations.show',
  ])
  expect(Number(again[0].n)).toBe(2)
})
