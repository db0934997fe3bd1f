/** What is said in a consultation, over real HTTP: once, in order, by whom and as long as it may be said. */
import type { NewMessage } from 'shared/consultations/model'
import { v7 as uuid } from 'uuid'
import { addDays, dayOf } from '../../../clock'
import { setCountyTime } from '../../../testing/clinic'
import { codeOf } from '../../../testing/client'
import { type ConsultingDoctor, acceptedNow, newConsultation } from '../../../testing/consulting'
import { type TestServer, startTestServer } from '../../../testing/server'
import { type Resident, newResident } from '../../../testing/signed-in'
import { mp3, png } from '../../../testing/files'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
  setCountyTime(server, '09:00', 1)
}, 60_000)
afterAll(() => server?.stop())

let doctor: ConsultingDoctor
let resident: Resident
let consultationId: string
const begin = async (accepted = true) => {
  const begun = await newConsultation(server, { accepted })
  doctor = begun.doctor
  resident = begun.resident
  consultationId = begun.consultationId
}
const params = () => ({ params: { consultationId } })
const text = (words: string, messageId = uuid()): NewMessage => ({ messageId, kind: 'text', text: words })
const ask = (body: NewMessage) => resident.consultationTalk.send({ ...params(), body })
const answer = (body: NewMessage) => doctor.consultationTalk.doctorSend({ ...params(), body })
const seen = (query: { after?: number; before?: number } = {}) =>
  resident.consultationTalk.messages({ ...params(), query })
const seenByDoctor = (query: { after?: number; before?: number } = {}) =>
  doctor.consultationTalk.doctorMessages({ ...params(), query })
const row = async () =>
  (await server.db.query('SELECT * FROM consultation WHERE consultation_id = ?', [consultationId]))[0]
const end = (status: 'finished' | 'cancelled', outcome: string) =>
  server.db.query(
    `UPDATE consultation SET status = ?, outcome = ?, live_key = NULL, ended_at = ? WHERE consultation_id = ?`,
    [status, outcome, server.clock.now(), consultationId],
  )
const upload = async (kind: 'picture' | 'sound', by: Resident | ConsultingDoctor = resident) =>
  (await by.attachments.upload({ body: { kind }, file: kind === 'picture' ? await png() : mp3(2) })).attachmentId

test('both sides talk: numbered without gaps, the same in the same order at both ends, sealed at rest', async () => {
  await begin()
  const asked = await ask(text('早上起来头晕'))
  expect(asked).toMatchObject({ seq: 1, state: 'sent', from: 'resident', authorName: '本人', text: '早上起来头晕' })
  const answered = await answer(text('血压量了多少？\n药停过吗？'))
  expect(answered).toMatchObject({ seq: 2, from: 'doctor', authorName: '李明' })
  await ask(text('148/92'))
  const page = await seen()
  expect(page).toMatchObject({ last: 3, status: 'in-progress' })
  expect(page.messages.map(m => [m.seq, m.text])).toEqual([
    [1, '早上起来头晕'],
    [2, '血压量了多少？\n药停过吗？'],
    [3, '148/92'],
  ])
  expect((await seenByDoctor()).messages).toEqual(page.messages)
  const kept = await server.db.query('SELECT * FROM consultation_message WHERE consultation_id = ?', [consultationId])
  for (const private_ of ['头晕', '148', '李明', '本人']) expect(JSON.stringify(kept)).not.toContain(private_)
  const events = await server.db.query('SELECT version, data FROM outbox_event WHERE business_key = ?', [
    `consultation-message:${asked.messageId}`,
  ])
  expect(events).toEqual([{ version: 1, data: {} }])
})

test('pages go on from a number and back from one', async () => {
  await begin()
  for (let n = 1; n <= 53; n++) await ask(text(`第 ${n} 句`))
  const numbers = async (query: { after?: number; before?: number }) =>
    (await seenByDoctor(query)).messages.map(m => m.seq)
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
    const message = text('再说一遍')
    const answers = await Promise.all(Array.from({ length: 6 }, () => ask(message)))
    expect(new Set(answers.map(a => JSON.stringify(a))).size).toBe(1)
    expect((await seen()).messages.filter(m => m.text === '再说一遍')).toHaveLength(1)
    const { last } = await seen()
    expect((await ask(text('下一句'))).seq).toBe(last + 1)
  })

  it('under the same id with other words is refused, and so is an id that stands elsewhere', async () => {
    const message = text('甲')
    await ask(message)
    expect(await codeOf(ask({ ...message, text: '乙' }))).toBe('idempotency_key_reused')
    expect(await codeOf(answer(message))).toBe('idempotency_key_reused')
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
    const message = text('最后一句')
    const first = await ask(message)
    await end('finished', 'summary')
    expect(await ask(message)).toEqual(first)
    expect(await codeOf(ask(text('还有一句')))).toBe('consultation_state')
    expect(await codeOf(answer(text('还有一句')))).toBe('consultation_state')
    expect((await seen()).messages.at(-1)).toEqual(first)
    expect((await seen()).status).toBe('finished')
  })
})

test('before a doctor accepts the resident may add to the question, the doctor says nothing here', async () => {
  await begin(false)
  expect((await ask(text('忘了说，昨天还吐了'))).seq).toBe(1)
  expect(await codeOf(answer(text('好的')))).toBe('consultation_state')
  expect((await seenByDoctor()).messages).toHaveLength(1)
  await acceptedNow(server, consultationId)
  expect((await answer(text('好的'))).seq).toBe(2)
})

test('nothing may be said in what is not paid yet, and the doctor knows nothing of it', async () => {
  await begin(false)
  await server.db.query(`UPDATE consultation SET queued_at = NULL, payment_state = 'due' WHERE consultation_id = ?`, [
    consultationId,
  ])
  expect(await codeOf(ask(text('在吗')))).toBe('consultation_state')
  expect(await codeOf(seenByDoctor())).toBe('not_found')
})

describe('pictures and sound', () => {
  beforeEach(() => begin())

  it('are sent once each, and opened by both sides', async () => {
    const attachmentId = await upload('picture')
    const message: NewMessage = { messageId: uuid(), kind: 'picture', attachmentId }
    const sent = await ask(message)
    expect(sent).toMatchObject({ seq: 1, kind: 'picture', text: null, attachment: { attachmentId, state: 'ready' } })
    expect((await ask(message)).seq).toBe(1)
    const sound = await upload('sound', doctor)
    await answer({ messageId: uuid(), kind: 'sound', attachmentId: sound })
    const { messages } = await seenByDoctor()
    for (const { attachment } of messages) expect((await fetch(server.base + attachment!.url)).status).toBe(200)
    expect(await codeOf(ask({ messageId: uuid(), kind: 'picture', attachmentId }))).toBe('attachment_unknown')
  })

  it('is the same one in whatever case its id came', async () => {
    const { attachmentId } = await resident.attachments.upload({ body: { kind: 'picture' }, file: await png() })
    const sent = await ask({
      messageId: uuid().toUpperCase(),
      kind: 'picture',
      attachmentId: attachmentId.toUpperCase(),
    })
    expect(sent.attachment).toMatchObject({ attachmentId, state: 'ready' })
  })

  it('of somebody else, of another kind or of nobody are refused, and no number is lost', async () => {
    const [others, sound] = [await upload('picture', doctor), await upload('sound')]
    const picture = (attachmentId: string) => codeOf(ask({ messageId: uuid(), kind: 'picture', attachmentId }))
    expect(await picture(others)).toBe('attachment_unknown')
    expect(await picture(sound)).toBe('attachment_unknown')
    expect(await picture(uuid())).toBe('attachment_unknown')
    // Refused as a picture, it is still there to be sent as what it is.
    expect((await ask({ messageId: uuid(), kind: 'sound', attachmentId: sound })).seq).toBe(1)
  })

  it.each([
    { kind: 'text' as const },
    { kind: 'picture' as const },
    { kind: 'picture' as const, text: '化验单' },
    { kind: 'text' as const, text: '化验单', attachmentId: uuid() },
    { kind: 'sound' as const, text: '录音', attachmentId: uuid() },
  ])('and words go apart: %j is not understood', async message => {
    expect(await codeOf(ask({ messageId: uuid(), ...message }))).toBe('validation_failed')
  })
})

describe('whose turn it is', () => {
  /** The test's clock runs on by itself. */
  const near = (a: Date, b: Date) => expect(Math.abs(a.getTime() - b.getTime())).toBeLessThan(10_000)
  beforeEach(() => begin())

  it('passes with each word, waits since the first unanswered one, and moves the lapse on', async () => {
    const before = await row()
    server.clock.push(60_000)
    await ask(text('一'))
    expect((await row()).awaiting_since).toEqual(before.awaiting_since)
    expect((await row()).awaiting).toBe('doctor')
    server.clock.push(60_000)
    const answeredAt = server.clock.now()
    await answer(text('二'))
    server.clock.push(60_000)
    await answer(text('三'))
    const after = await row()
    expect(after.awaiting).toBe('resident')
    near(after.awaiting_since, answeredAt)
    near(after.lapse_at, new Date(server.clock.now().getTime() + 48 * 3_600_000))
    expect(after.lapse_at.getTime()).toBeGreaterThan(before.lapse_at.getTime())
    await ask(text('四'))
    expect((await row()).lapse_at).toEqual(after.lapse_at)
    expect((await row()).awaiting).toBe('doctor')
  })

  it('remembers the first answer alone', async () => {
    await server.db.query('UPDATE consultation SET first_answer_at = NULL WHERE consultation_id = ?', [consultationId])
    await ask(text('一'))
    expect((await row()).first_answer_at).toBeNull()
    const at = server.clock.now()
    await answer(text('二'))
    server.clock.push(60_000)
    await answer(text('三'))
    near((await row()).first_answer_at, at)
  })
})

describe('how far each side is', () => {
  const reach = (delivered: number, read: number) =>
    resident.consultationTalk.reached({ ...params(), body: { delivered, read } })
  const marks = async () => (await seen()).reached
  beforeEach(async () => {
    await begin()
    for (let n = 0; n < 5; n++) await answer(text(`第 ${n}`))
  })

  it('never goes back, nor past the newest; what was read was received', async () => {
    expect(await marks()).toEqual({ resident: { delivered: 0, read: 0 }, doctor: { delivered: 5, read: 5 } })
    await reach(3, 1)
    expect((await marks()).resident).toEqual({ delivered: 3, read: 1 })
    await reach(2, 0)
    expect((await marks()).resident).toEqual({ delivered: 3, read: 1 })
    await reach(0, 4)
    expect((await marks()).resident).toEqual({ delivered: 4, read: 4 })
    await Promise.all([reach(99, 99), reach(1, 1), reach(5, 2)])
    expect((await marks()).resident).toEqual({ delivered: 5, read: 5 })
  })

  it('goes on with one’s own words only for whoever had seen all before', async () => {
    await reach(4, 4)
    await ask(text('还没看到第五句'))
    expect((await marks()).resident).toEqual({ delivered: 4, read: 4 })
    await reach(6, 6)
    await ask(text('看到了'))
    expect((await marks()).resident).toEqual({ delivered: 7, read: 7 })
  })
})

describe('whoever does not look is told', () => {
  const run = async () => {
    await server.runJob('consultations-tell-unread')
    await server.runJob('notifications-deliver')
  }
  const told = async (who: Resident | ConsultingDoctor) =>
    (await who.notifications.messages({ query: {} })).messages.map(m => m.kind)
  beforeEach(() => begin())

  it('once for each silence, after a minute, and not when it was read by then', async () => {
    await answer(text('一'))
    await run()
    expect(await told(resident)).toEqual([])
    server.clock.push(61_000)
    await answer(text('二'))
    await run()
    await run()
    server.clock.push(61_000)
    await run()
    expect(await told(resident)).toEqual(['consultation_answered'])
    const [message] = (await resident.notifications.messages({ query: {} })).messages
    expect(message).toMatchObject({
      link: `packages/resident/consultations/talk?consultationId=${consultationId}`,
      lines: [{ value: doctor.clinic.institution.name }, { label: '医生', value: '李明' }],
    })
    expect(JSON.stringify(message)).not.toMatch(/头晕|血压/)
    expect(message!.title).toBe('医生回复您了')
    await resident.consultationTalk.reached({ ...params(), body: { delivered: 2, read: 2 } })
    await answer(text('三'))
    await resident.consultationTalk.reached({ ...params(), body: { delivered: 3, read: 3 } })
    server.clock.push(61_000)
    await run()
    expect(await told(resident)).toHaveLength(1)
    await answer(text('四'))
    server.clock.push(61_000)
    await run()
    expect(await told(resident)).toHaveLength(2)
  })

  it('a doctor in their own account, without a word of whom or what', async () => {
    await run()
    const before = (await told(doctor)).length
    await ask(text('头更晕了'))
    server.clock.push(61_000)
    await run()
    await run()
    const messages = (await doctor.notifications.messages({ query: {} })).messages
    expect(messages).toHaveLength(before + 1)
    expect(messages[0]).toMatchObject({ kind: 'consultation_waiting', personId: null, personName: null })
    expect(JSON.stringify(messages)).not.toMatch(new RegExp(`头|${resident.onFile.name.slice(0, 1)}\\*`))
  })
})

test('what a member of the family writes carries who it was, and both are told who looked', async () => {
  await begin()
  const son = await newResident(server)
  const endsOn = addDays(dayOf(server.clock.now(), server.context.config.TIME_ZONE), 30)
  const grantee = { kind: 'relative' as const, phone: son.wechatPhone, relation: 'child' as const }
  await resident.identity.grantProxy({ body: { grantee, scope: ['records'], endsOn } })
  const sent = await son.consultationTalk.send({ ...params(), body: text('我是他儿子') })
  expect(sent.authorName).toContain(`${son.onFile.name.slice(0, 1)}*`)
  await son.consultationTalk.messages({ ...params(), query: {} })
  await son.consultationTalk.messages({ ...params(), query: {} })
  await seenByDoctor()
  await seenByDoctor({ after: 1 })
  await seen()
  const rows = await server.db.query(
    'SELECT account_id AS who, action, role FROM audit_event WHERE person_id = ? AND action LIKE ? ORDER BY audit_id',
    [resident.personId, 'consultations.%'],
  )
  const of = (who: string) =>
    rows.filter((r: { who: string }) => r.who === who).map((r: { action: string }) => r.action)
  expect(of(son.accountId)).toEqual(['consultations.write', 'consultations.read'])
  expect(of(doctor.accountId)).toEqual(['consultations.show'])
  await answer(text('知道了'))
  const { accesses } = await resident.audit.accesses({ params: { personId: resident.personId }, query: {} })
  const actions = accesses.map(a => a.action)
  expect(actions).toEqual(expect.arrayContaining(['查看在线问诊', '医生查看您的在线问诊']))
  expect(actions).not.toContain('在问诊中发消息')
  server.clock.push(3_600_000)
  await doctor.enterSecondFactor()
  await seenByDoctor()
  const again = await server.db.query('SELECT COUNT(*) AS n FROM audit_event WHERE account_id = ? AND action = ?', [
    doctor.accountId,
    'consultations.show',
  ])
  expect(Number(again[0].n)).toBe(2)
})
