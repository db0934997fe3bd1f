/** Whose turn it is in a consultation, how far each side has seen, and who is told when nobody looks. */
import { setCountyTime } from '../../../testing/clinic'
import { type ConsultingDoctor } from '../../../testing/consulting'
import { type TestServer, startTestServer } from '../../../testing/server'
import { type Resident } from '../../../testing/signed-in'
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

describe('whose turn it is', () => {
  /** The test's clock runs on by itself. */
  const near = (a: Date, b: Date) => expect(Math.abs(a.getTime() - b.getTime())).toBeLessThan(10_000)
  beforeEach(() => begin())

  it('passes with each word, waits since the first unanswered one, and moves the lapse on', async () => {
    const before = await talk.row()
    server.clock.push(60_000)
    await talk.ask(textOf('一'))
    expect((await talk.row()).awaiting_since).toEqual(before.awaiting_since)
    expect((await talk.row()).awaiting).toBe('doctor')
    server.clock.push(60_000)
    const answeredAt = server.clock.now()
    await talk.answer(textOf('二'))
    server.clock.push(60_000)
    await talk.answer(textOf('三'))
    const after = await talk.row()
    expect(after.awaiting).toBe('resident')
    near(after.awaiting_since, answeredAt)
    near(after.lapse_at, new Date(server.clock.now().getTime() + 48 * 3_600_000))
    expect(after.lapse_at.getTime()).toBeGreaterThan(before.lapse_at.getTime())
    await talk.ask(textOf('四'))
    expect((await talk.row()).lapse_at).toEqual(after.lapse_at)
    expect((await talk.row()).awaiting).toBe('doctor')
  })

  it('remembers the first answer alone', async () => {
    await server.db.query('UPDATE consultation SET first_answer_at = NULL WHERE consultation_id = ?', [
      talk.consultationId,
    ])
    await talk.ask(textOf('一'))
    expect((await talk.row()).first_answer_at).toBeNull()
    const at = server.clock.now()
    await talk.answer(textOf('二'))
    server.clock.push(60_000)
    await talk.answer(textOf('三'))
    near((await talk.row()).first_answer_at, at)
  })
})

describe('how far each side is', () => {
  const reach = (delivered: number, read: number) =>
    talk.resident.consultationTalk.reached({ ...talk.of, body: { delivered, read } })
  const marks = async () => (await talk.seen()).reached
  beforeEach(async () => {
    await begin()
    for (let n = 0; n < 5; n++) await talk.answer(textOf(`第 ${n}`))
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
    await talk.ask(textOf('还没看到第五句'))
    expect((await marks()).resident).toEqual({ delivered: 4, read: 4 })
    await reach(6, 6)
    await talk.ask(textOf('看到了'))
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
    await talk.answer(textOf('一'))
    await run()
    expect(await told(talk.resident)).toEqual([])
    server.clock.push(61_000)
    await talk.answer(textOf('二'))
    await run()
    await run()
    server.clock.push(61_000)
    await run()
    expect(await told(talk.resident)).toEqual(['consultation_answered'])
    const [message] = (await talk.resident.notifications.messages({ query: {} })).messages
    expect(message).toMatchObject({
      link: `packages/resident/consultations/talk?consultationId=${talk.consultationId}`,
      lines: [{ value: talk.doctor.clinic.institution.name }, { label: '医生', value: '李明' }],
    })
    expect(JSON.stringify(message)).not.toMatch(/头晕|血压/)
    expect(message!.title).toBe('医生回复您了')
    await talk.resident.consultationTalk.reached({ ...talk.of, body: { delivered: 2, read: 2 } })
    await talk.answer(textOf('三'))
    await talk.resident.consultationTalk.reached({ ...talk.of, body: { delivered: 3, read: 3 } })
    server.clock.push(61_000)
    await run()
    expect(await told(talk.resident)).toHaveLength(1)
    await talk.answer(textOf('四'))
    server.clock.push(61_000)
    await run()
    expect(await told(talk.resident)).toHaveLength(2)
  })

  it('a doctor in their own account, without a word of whom or what', async () => {
    await run()
    const before = (await told(talk.doctor)).length
    await talk.ask(textOf('头更晕了'))
    server.clock.push(61_000)
    await run()
    await run()
    const messages = (await talk.doctor.notifications.messages({ query: {} })).messages
    expect(messages).toHaveLength(before + 1)
    expect(messages[0]).toMatchObject({ kind: 'consultation_waiting', personId: null, personName: null })
    expect(JSON.stringify(messages)).not.toMatch(new RegExp(`头|${talk.resident.onFile.name.slice(0, 1)}\\*`))
  })
})
