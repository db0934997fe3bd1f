/** Words that many say at the same moment: written in rounds, each as if it had been said alone. */
import { v7 as uuid } from 'uuid'
import { transaction } from '../../../db/transaction'
import { setCountyTime } from '../../../testing/clinic'
import { codeOf } from '../../../testing/client'
import { newConsultation } from '../../../testing/consulting'
import { type TestServer, startTestServer } from '../../../testing/server'
import { type Turn, takeTurn, takeTurns } from './append'

type Talk = Awaited<ReturnType<typeof newConsultation>>
let server: TestServer
let talks: Talk[]
beforeAll(async () => {
  server = await startTestServer()
  setCountyTime(server, '09:00', 1)
}, 60_000)
beforeEach(async () => {
  talks = []
  for (let n = 0; n < 4; n++) talks.push(await newConsultation(server, { accepted: true }))
})
afterAll(() => server?.stop())

const text = (words: string) => ({ messageId: uuid(), kind: 'text' as const, text: words })
const ask = ({ resident, consultationId }: Talk) =>
  resident.consultationTalk.send({ params: { consultationId }, body: text('头晕') })
const answer = ({ doctor, consultationId }: Talk) =>
  doctor.consultationTalk.doctorSend({ params: { consultationId }, body: text('量血压了吗') })
const rowOf = async ({ consultationId }: Talk) =>
  (await server.db.query('SELECT * FROM consultation WHERE consultation_id = ?', [consultationId]))[0]
const end = ({ consultationId }: Talk) =>
  server.db.query(
    `UPDATE consultation SET status = 'finished', outcome = 'summary', live_key = NULL WHERE consultation_id = ?`,
    [consultationId],
  )
const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i)

test('many talks, and several words in each, all at once: numbers without gaps in every one', async () => {
  const times = 5
  const said = await Promise.all(
    talks.flatMap(talk => Array.from({ length: times }, () => [ask(talk), answer(talk)]).flat()),
  )
  expect(new Set(said.map(m => m.messageId)).size).toBe(talks.length * times * 2)
  for (const { resident, consultationId } of talks) {
    const page = await resident.consultationTalk.messages({ params: { consultationId }, query: {} })
    expect(page.messages.map(m => m.seq)).toEqual(numbers(1, 2 * times))
    for (const m of page.messages) expect(said.find(one => one.messageId === m.messageId)?.seq).toBe(m.seq)
  }
})

test('one that may not be said any more keeps nobody else’s back, and takes no number', async () => {
  const [over, ...others] = talks as [Talk, ...Talk[]]
  await end(over)
  const [refused, ...said] = await Promise.all([
    codeOf(ask(over)),
    ...others.flatMap(talk => [ask(talk), answer(talk)]),
  ])
  expect(refused).toBe('consultation_state')
  expect(said.map(m => (m as { seq: number }).seq).sort()).toEqual([1, 1, 1, 2, 2, 2])
  expect((await rowOf(over)).last_seq).toBe(0)
})

describe('the numbers of one moment', () => {
  const lapseAt = new Date('2026-12-01T00:00:00Z')
  const turnOf = async (talk: Talk, side: 'resident' | 'doctor', hours = 0): Promise<Turn> => {
    const { doctorId, doctor, consultationId } = { ...talk, doctorId: talk.doctor.doctorId }
    const { institutionId } = doctor.clinic
    const lapse = new Date(lapseAt.getTime() + hours * 3_600_000)
    const by = { side: 'doctor', doctorId, institutionId, during: 'in-progress', lapseAt: lapse } as const
    return { consultationId, at: new Date('2026-11-23T02:00:00Z'), by: side === 'doctor' ? by : { side } }
  }
  const followed = (row: Record<string, unknown>) => {
    const { last_seq, last_at, awaiting, awaiting_since, lapse_at, first_answer_at } = row
    const marks = [row.resident_delivered, row.resident_read, row.doctor_delivered, row.doctor_read]
    return { last_seq, last_at, awaiting, awaiting_since, lapse_at, first_answer_at, marks }
  }

  it('are taken together as one by one, with all that follows from them', async () => {
    await server.db.query('UPDATE consultation SET first_answer_at = NULL, awaiting_since = asked_at, lapse_at = NULL')
    const sides = ['doctor', 'resident', 'doctor', 'resident'] as const
    const turns = await Promise.all(talks.map((talk, n) => turnOf(talk, sides[n]!, n)))
    // In a transaction that is rolled back, so that both begin from the same.
    const alone: object[] = []
    await transaction(server.db, async tx => {
      for (const turn of turns) expect(await takeTurn(tx, turn)).toBe(1)
      for (const { consultationId } of turns)
        alone.push(
          followed((await tx.query('SELECT * FROM consultation WHERE consultation_id = ?', [consultationId]))[0]),
        )
      throw new Error('back')
    }).catch((error: Error) => expect(error.message).toBe('back'))
    expect(await transaction(server.db, tx => takeTurns(tx, turns))).toEqual([1, 1, 1, 1])
    const together = []
    for (const talk of talks) together.push(followed(await rowOf(talk)))
    expect(together).toEqual(alone)
  })

  it('are none when one of them has ended or been handed on', async () => {
    const turns = await Promise.all(talks.map(talk => turnOf(talk, 'doctor')))
    await server.db.query('UPDATE consultation SET doctor_id = ? WHERE consultation_id = ?', [
      talks[0]!.doctor.doctorId,
      talks[3]!.consultationId,
    ])
    expect(await transaction(server.db, tx => takeTurns(tx, turns.slice(0, 3)))).toEqual([1, 1, 1])
    expect(await transaction(server.db, tx => takeTurns(tx, turns))).toBeNull()
  })
})
