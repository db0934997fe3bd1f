/**
 * Two sides that talk at once over bad networks: answers are lost, requests cut and repeated, phones ask on from where
 * they were. Whatever the order: numbers 1…n without gaps, the same at both ends, nothing twice, nothing lost.
 */
import fc from 'fast-check'
import { v7 as uuid } from 'uuid'
import type { ConsultationMessage, NewMessage } from 'shared/consultations/model'
import { setCountyTime } from '../../../testing/clinic'
import { type ConsultingDoctor, acceptedNow, newConsultation, newConsultingDoctor } from '../../../testing/consulting'
import { type TestServer, startTestServer } from '../../../testing/server'
import type { Resident, SignedIn } from '../../../testing/signed-in'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
  setCountyTime(server, '09:00', 1)
}, 60_000)
afterAll(() => server?.stop())

interface Talk {
  doctor: ConsultingDoctor
  resident: Resident
  consultationId: string
}
/** What becomes of one attempt: it arrives, its answer is lost, it is cut after some milliseconds, or sent twice at once. */
type Attempt = 'arrives' | 'lost' | 'twice' | { cutAfter: number }

const attempt = fc.oneof<fc.Arbitrary<Attempt>[]>(
  fc.constantFrom<Attempt>('arrives', 'lost', 'twice'),
  fc.record({ cutAfter: fc.integer({ min: 0, max: 12 }) }),
)
/** Of each message its attempts; a last one that arrives follows. */
const side = fc.array(fc.array(attempt, { maxLength: 3 }), { minLength: 1, maxLength: 8 })
const pauses = fc.array(fc.integer({ min: 0, max: 8 }), { minLength: 3, maxLength: 12 })

const pathOf = (who: SignedIn, { doctor, consultationId }: Talk) =>
  `${server.base}/api${who === doctor ? '/doctor' : ''}/consultations/${consultationId}/messages`
const headersOf = ({ tokens }: SignedIn) => ({
  Authorization: `Bearer ${tokens.accessToken}`,
  'Content-Type': 'application/json',
})
const post = async (
  who: SignedIn,
  talk: Talk,
  body: NewMessage,
  signal?: AbortSignal,
): Promise<ConsultationMessage> => {
  const answer = await fetch(pathOf(who, talk), {
    method: 'POST',
    headers: headersOf(who),
    body: JSON.stringify(body),
    signal,
  })
  expect(answer.status).toBe(201)
  return (await answer.json()) as ConsultationMessage
}

const make = async (who: SignedIn, talk: Talk, message: NewMessage, how: Attempt): Promise<void> => {
  if (typeof how === 'object') {
    const cut = AbortSignal.timeout(how.cutAfter)
    return void (await post(who, talk, message, cut).catch((error: Error) => {
      if (!cut.aborted) throw error
    }))
  }
  await Promise.all(Array.from({ length: how === 'twice' ? 2 : 1 }, () => post(who, talk, message)))
}

/** A phone says one thing after another, each until it is answered. @returns what it was told */
const say = async (who: SignedIn, talk: Talk, words: Attempt[][]): Promise<ConsultationMessage[]> => {
  const told: ConsultationMessage[] = []
  for (const [n, attempts] of words.entries()) {
    const message: NewMessage = { messageId: uuid(), kind: 'text', text: `${who === talk.doctor ? '医' : '患'} ${n}` }
    for (const how of attempts) await make(who, talk, message, how)
    told.push(await post(who, talk, message))
  }
  return told
}

/** A phone that asks on from where it is until it is told to stop, and then once more. */
const follow = async (
  who: SignedIn,
  talk: Talk,
  waits: number[],
  done: () => boolean,
): Promise<ConsultationMessage[]> => {
  const known: ConsultationMessage[] = []
  for (let n = 0, last = false; ; n++) {
    const answer = await fetch(`${pathOf(who, talk)}?after=${known.length}`, { headers: headersOf(who) })
    const { messages } = (await answer.json()) as { messages: ConsultationMessage[] }
    for (const message of messages) expect(message.seq).toBe(known.push(message))
    if (last && !messages.length) return known
    last = done()
    await new Promise(resolve => setTimeout(resolve, waits[n % waits.length]))
  }
}

test('numbers have no gaps, both ends have the same in the same order, nothing is there twice', async () => {
  await fc.assert(
    fc.asyncProperty(side, side, pauses, async (ofResident, ofDoctor, waits) => {
      const talk = await newConsultation(server, { accepted: true })
      const { resident, doctor, consultationId } = talk
      let done = false
      const following = [resident, doctor].map(who => follow(who, talk, waits, () => done))
      const told = await Promise.all([say(resident, talk, ofResident), say(doctor, talk, ofDoctor)])
      done = true
      const [atResident = [], atDoctor = []] = await Promise.all(following)
      expect(atDoctor).toEqual(atResident)
      expect(atResident).toHaveLength(ofResident.length + ofDoctor.length)
      // What a phone was told when it sent is what stands there, and in the order in which it sent.
      for (const own of told) expect(atResident.filter(m => m.from === own[0]!.from)).toEqual(own)
      const rows = await server.db.query(
        `SELECT COUNT(*) AS n, COUNT(DISTINCT seq) AS numbers, MAX(seq) AS last FROM consultation_message
         WHERE consultation_id = ?`,
        [consultationId],
      )
      expect(Object.values(rows[0]).map(Number)).toEqual(Array(3).fill(atResident.length))
      const [{ n: events }] = await server.db.query(
        `SELECT COUNT(*) AS n FROM outbox_event o JOIN consultation_message m
         ON o.business_key = CONCAT('consultation-message:', m.message_id) WHERE m.consultation_id = ?`,
        [consultationId],
      )
      expect(Number(events)).toBe(atResident.length)
    }),
    { numRuns: 12 },
  )
}, 120_000)

test('receipts from several phones at once end at the highest, whatever comes last', async () => {
  const talk = await newConsultation(server, { accepted: true })
  const { resident, doctor, consultationId } = talk
  for (let n = 0; n < 20; n++) await post(doctor, talk, { messageId: uuid(), kind: 'text', text: `${n}` })
  const mark = fc.record({ delivered: fc.nat(30), read: fc.nat(30) })
  let highest = { delivered: 0, read: 0 }
  await fc.assert(
    fc.asyncProperty(fc.array(mark, { minLength: 1, maxLength: 6 }), async marks => {
      const params = { consultationId }
      await Promise.all(marks.map(body => resident.consultationTalk.reached({ params, body })))
      const read = Math.max(highest.read, ...marks.map(m => Math.min(m.read, 20)))
      const delivered = Math.max(highest.delivered, read, ...marks.map(m => Math.min(m.delivered, 20)))
      highest = { delivered, read }
      expect((await resident.consultationTalk.messages({ params, query: {} })).reached.resident).toEqual(highest)
    }),
    { numRuns: 15 },
  )
}, 60_000)

test('once it is handed on nothing of the earlier doctor’s comes in, and no number is lost', async () => {
  for (let run = 0; run < 4; run++) {
    const talk = await newConsultation(server)
    const { doctor, resident, consultationId } = talk
    const next = await newConsultingDoctor(server)
    const ask = () => {
      const body = { messageId: uuid(), text: '请补拍病历' }
      return doctor.consultationsDoctor.askBack({ params: { consultationId }, body }).then(
        () => 'asked',
        (error: { code: string }) => error.code,
      )
    }
    const { doctorId, institutionId } = next
    const handOn = () =>
      doctor.consultationsDoctor.transfer({
        params: { consultationId },
        body: { doctorId, institutionId, words: '请您看看' },
      })
    const [first, , second] = await Promise.all([
      ask(),
      new Promise(resolve => setTimeout(resolve, run * 4)).then(handOn),
      ask(),
      post(resident, talk, { messageId: uuid(), kind: 'text', text: '在吗' }),
    ])
    expect(await ask()).toBe('not_found')
    const { messages } = await next.consultationTalk.doctorMessages({ params: { consultationId }, query: {} })
    const asked = [first, second].filter(answer => answer === 'asked').length
    expect(messages.map(m => m.seq)).toEqual(Array.from({ length: asked + 2 }, (_, n) => n + 1))
    const note = messages.findIndex(m => m.from === 'service')
    const byEarlier = messages.flatMap((m, n) => (m.from === 'doctor' ? [n] : []))
    for (const place of byEarlier) expect(place).toBeLessThan(note)
    await acceptedNow(server, consultationId)
    expect((await post(next, { ...talk, doctor: next }, { messageId: uuid(), kind: 'text', text: '您好' })).seq).toBe(
      messages.length + 1,
    )
  }
}, 60_000)
