/** Two at once: one wins whole, the other hears so, and nothing is left half done. */
import { ProblemError } from 'shared/kernel/client'
import { errors } from 'shared/kernel/errors'
import { v7 as uuid } from 'uuid'
import { newConsultingDoctor, setConsultationRules } from '../../../testing/consulting'
import { untoldChanges, wrongSlots } from '../../../testing/invariants'
import { type TestServer, startTestServer } from '../../../testing/server'
import { newResident } from '../../../testing/signed-in'
import { setCountyTime } from '../../../testing/clinic'
import { type Asked, type Steps, stepsOf } from './testing'

let server: TestServer
let step: Steps
beforeAll(async () => {
  server = await startTestServer()
  setCountyTime(server, '09:00', 1)
  step = stepsOf(server)
}, 60_000)
afterAll(() => server?.stop())

const rounds = 6
type Row = Record<string, unknown> & { last_seq: number; version: number }
const rowOf = async (consultationId: string): Promise<Row> => {
  const rows: Row[] = await server.db.query('SELECT * FROM consultation WHERE consultation_id = ?', [consultationId])
  return rows[0]!
}
/** `done`, or the refusal's code; anything that is not a refusal of ours fails the test. */
const outcomeOf = async (call: Promise<unknown>): Promise<string> => {
  try {
    await call
    return 'done'
  } catch (error) {
    if (error instanceof ProblemError && errors[error.code].status < 500) return error.code
    throw error
  }
}
const together = (...calls: Promise<unknown>[]): Promise<string[]> => Promise.all(calls.map(outcomeOf))
/** Messages are numbered without gaps, every change of the row was told once and in order. */
const whole = async ({ consultationId }: Pick<Asked, 'consultationId'>): Promise<Row> => {
  const row = await rowOf(consultationId)
  const messages: { seq: number }[] = await server.db.query(
    'SELECT seq FROM consultation_message WHERE consultation_id = ? AND seq IS NOT NULL ORDER BY seq',
    [consultationId],
  )
  expect(messages.map(m => m.seq)).toEqual(Array.from({ length: row.last_seq }, (_, n) => n + 1))
  const events: { version: number }[] = await server.db.query(
    'SELECT version FROM outbox_event WHERE business_key = ? ORDER BY version',
    [`consultation:${consultationId}`],
  )
  const last = events.at(-1)!.version
  expect(last).toBe(row.version)
  expect(events.map(e => e.version)).toEqual(events.map((_, n) => last - events.length + 1 + n))
  return row
}
const race = (name: string, work: () => Promise<void>) =>
  test(
    name,
    async () => {
      for (let n = 0; n < rounds; n++) await work()
    },
    60_000,
  )

race('accept against transfer: one doctor has it, and only that one', async () => {
  const asked = await step.asked()
  const colleague = await newConsultingDoctor(server)
  const [accepted, transferred] = await together(step.accept(asked), step.transfer(asked, colleague))
  const row = await whole(asked)
  expect([accepted, transferred].filter(o => o === 'done')).toHaveLength(1)
  expect(row.status).toBe(accepted === 'done' ? 'in-progress' : 'planned')
  expect(row.doctor_id).toBe(accepted === 'done' ? asked.doctor.doctorId : colleague.doctorId)
  expect(['consultation_state', 'not_found']).toContain(accepted === 'done' ? transferred : accepted)
})

race('accept against withdraw: accepted, or taken back and over', async () => {
  const asked = await step.asked()
  const { resident, consultationId } = asked
  const [accepted, withdrawn] = await together(
    step.accept(asked),
    resident.consultations.withdraw(step.of(consultationId)),
  )
  expect([accepted, withdrawn].sort()).toEqual(['consultation_state', 'done'])
  const row = await whole(asked)
  expect([row.status, row.outcome]).toEqual(accepted === 'done' ? ['in-progress', null] : ['cancelled', 'withdrawn'])
})

race('accept against the job that ends what nobody accepted', async () => {
  const asked = await step.asked()
  await server.db.query('UPDATE consultation SET accept_before = ? WHERE consultation_id = ?', [
    new Date(server.clock.now().getTime() + 15),
    asked.consultationId,
  ])
  const [accepted] = await together(step.accept(asked), server.runJob('consultations-end-late'))
  // The job may have come before the time was over, and the acceptance after it.
  server.clock.push(1_000)
  await server.runJob('consultations-end-late')
  const row = await whole(asked)
  expect([row.status, row.outcome]).toEqual(accepted === 'done' ? ['in-progress', null] : ['cancelled', 'not_accepted'])
  expect(['done', 'consultation_state']).toContain(accepted)
})

race('stop against messages of both sides: nothing is said after the end', async () => {
  const asked = await step.asked()
  const { resident, doctor, consultationId } = asked
  await step.accept(asked)
  const say = () => ({
    ...step.of(consultationId),
    body: { messageId: uuid(), kind: 'text' as const, text: '还有一句' },
  })
  const said = [
    resident.consultationTalk.send(say()),
    resident.consultationTalk.send(say()),
    doctor.consultationTalk.doctorSend(say()),
  ]
  const [stopped, ...words] = await together(step.stop(asked), ...said)
  expect(stopped).toBe('done')
  for (const word of words) expect(['done', 'consultation_state']).toContain(word)
  const row = await whole(asked)
  const messages: { author: string }[] = await server.db.query(
    'SELECT author FROM consultation_message WHERE consultation_id = ? ORDER BY seq',
    [consultationId],
  )
  expect([row.outcome, messages.at(-1)!.author]).toEqual(['clinic', 'service'])
  expect(messages).toHaveLength(2 + words.filter(w => w === 'done').length)
})

race('stop against stop and decline: one end, one refund', async () => {
  const doctor = await newConsultingDoctor(server)
  await setConsultationRules(server, doctor.institutionId, { fee: 900 })
  const asked = await step.asked({}, { doctor })
  await step.pay(asked.resident, (await step.seen(asked)).payment!.orderId)
  const ends = await together(step.stop(asked), step.decline(asked), step.stop(asked))
  expect(ends.sort()).toEqual(['consultation_state', 'consultation_state', 'done'])
  await whole(asked)
  const refunds: { amount: number }[] = await server.db.query(
    `SELECT r.amount FROM payment_refund r JOIN payment_order o ON o.order_id = r.order_id WHERE o.purpose_id = ?`,
    [asked.consultationId],
  )
  expect(refunds.map(r => Number(r.amount))).toEqual([900])
})

race('transfer to two colleagues: one of them has it', async () => {
  const asked = await step.asked()
  const [a, b] = [await newConsultingDoctor(server), await newConsultingDoctor(server)]
  const ends = await together(step.transfer(asked, a), step.transfer(asked, b))
  expect(ends.filter(o => o === 'done')).toHaveLength(1)
  const row = await whole(asked)
  expect(row.doctor_id).toBe(ends[0] === 'done' ? a.doctorId : b.doctorId)
  expect(row.last_seq).toBe(1)
})

race('two questions for the last place of a colleague’s day', async () => {
  const colleague = await newConsultingDoctor(server, { dailyCap: 1 })
  const [a, b] = [await step.asked(), await step.asked()]
  const ends = await together(step.transfer(a, colleague), step.transfer(b, colleague))
  expect(ends.sort()).toEqual(['doctor_full_today', 'done'])
})

race('a transfer against the patient who asks that colleague', async () => {
  const asked = await step.asked()
  const colleague = await newConsultingDoctor(server)
  const { resident } = asked
  const ends = await together(step.transfer(asked, colleague), step.asked({}, { doctor: colleague, resident }))
  expect(ends.filter(o => o === 'done')).toHaveLength(1)
  expect(['colleague_has_consultation', 'consultation_open']).toContain(ends.find(o => o !== 'done'))
})

race('two taps on two numbers of the clinic: one number', async () => {
  const asked = await step.asked()
  await step.stop(asked)
  const { slotIds } = await asked.doctor.clinic.addSession({ inDays: 2, referral: 1 })
  const other = await asked.doctor.clinic.addSession({ inDays: 3 })
  const book = (slotId: string) =>
    asked.doctor.consultationsDoctor.bookClinic({ ...step.of(asked.consultationId), body: { slotId } })
  const ends = await together(book(slotIds[0]!), book(other.slotId), book(slotIds[0]!))
  expect(ends.sort()).toEqual(['clinic_booked', 'clinic_booked', 'done'])
  await whole(asked)
  const { personId } = asked.resident
  const [{ n }] = await server.db.query('SELECT COUNT(*) AS n FROM appointment WHERE person_id = ?', [personId])
  expect(Number(n)).toBe(1)
  expect([await wrongSlots(server), await untoldChanges(server)]).toEqual([[], []])
})

test('40 doctors book one slot for 40 patients, and residents too: never more than its numbers', async () => {
  const clinic = (await newConsultingDoctor(server)).clinic
  const { slotId } = await clinic.addSession({ inDays: 2, slots: 1, numbers: 7, referral: 5, contracted: 3 })
  const doctors = await Promise.all(Array.from({ length: 8 }, () => newConsultingDoctor(server)))
  const stopped: Asked[] = []
  for (let n = 0; n < 40; n += 8)
    stopped.push(...(await Promise.all(doctors.map(doctor => step.asked({}, { doctor })))))
  await Promise.all(stopped.map(asked => step.stop(asked)))
  const residents = await Promise.all(Array.from({ length: 8 }, () => newResident(server)))
  const [ends, own] = await Promise.all([
    together(
      ...stopped.map(({ doctor, consultationId }) =>
        doctor.consultationsDoctor.bookClinic({ ...step.of(consultationId), body: { slotId } }),
      ),
    ),
    together(...residents.map(r => r.appointments.book({ body: { slotId, personId: r.personId } }))),
  ])
  const taken = [...ends, ...own].filter(o => o === 'done').length
  // Those of the contracted pool are nobody's here.
  expect(taken).toBe(12)
  for (const end of [...ends, ...own]) expect(['done', 'slot_full', 'pool_not_allowed']).toContain(end)
  const pools: { pool: string; n: string }[] = await server.db.query(
    'SELECT pool, COUNT(*) AS n FROM appointment WHERE slot_id = ? GROUP BY pool ORDER BY pool',
    [slotId],
  )
  expect(pools.map(p => [p.pool, Number(p.n)])).toEqual([
    ['public', 7],
    ['referral', 5],
  ])
  expect([await wrongSlots(server), await untoldChanges(server)]).toEqual([[], []])
  for (const asked of stopped) await whole(asked)
}, 120_000)

race('several questions back at once: one is asked, the others hear that it is', async () => {
  const asked = await step.asked()
  const outcomes = await together(
    ...['药怎么吃？', '血压多少？', '请补拍病历'].map(words => step.askBack(asked, words)),
  )
  expect(outcomes.sort()).toEqual(['done', 'waiting_for_answer', 'waiting_for_answer'])
  expect(await whole(asked)).toMatchObject({ last_seq: 1, awaiting: 'resident' })
})

race('a question back against the judgement that it is no follow-up visit: nothing is asked after it', async () => {
  const asked = await step.asked()
  const [asking, judging] = await together(step.askBack(asked), step.accept(asked, { assessment: 'first_visit' }))
  expect(judging).toBe('stop_required')
  expect(['done', 'stop_required']).toContain(asking)
  const { last_seq, awaiting } = await whole(asked)
  expect([last_seq, awaiting]).toEqual(asking === 'done' ? [1, 'resident'] : [0, 'doctor'])
})

/** Words are being written into it: whatever was looked at before them was looked at already. */
const untilWriting = async (consultationId: string): Promise<void> => {
  const writes = `SELECT COUNT(*) AS n FROM information_schema.processlist
    WHERE info LIKE 'UPDATE consultation%' AND info LIKE ?`
  for (let tries = 0; tries < 200; tries++) {
    const [{ n }] = await server.db.query(writes, [`%${consultationId}%`])
    if (Number(n)) return
    await new Promise(resolve => setTimeout(resolve, 20))
  }
  throw new Error('Nobody writes')
}

test.each([
  ['the judgement that it is no follow-up visit', `assessment = 'first_visit'`, 'stop_required'],
  ['the end of the time to accept', 'accept_before = asked_at', 'consultation_state'],
  ['another question', `awaiting = 'resident'`, 'waiting_for_answer'],
])('a question back is overtaken by %s: it is not written', async (_, set, code) => {
  const asked = await step.asked()
  const { consultationId } = asked
  const other = server.db.createQueryRunner()
  await other.startTransaction()
  try {
    await other.query(`UPDATE consultation SET ${set} WHERE consultation_id = ?`, [consultationId])
    const asking = outcomeOf(step.askBack(asked))
    await untilWriting(consultationId)
    await other.commitTransaction()
    expect(await asking).toBe(code)
  } finally {
    await other.release()
  }
  expect(await rowOf(consultationId)).toMatchObject({ last_seq: 0, first_answer_at: null })
  // What the resident says while it waits is not limited by any of it.
  const body = { messageId: uuid(), kind: 'text' as const, text: '我再补充一句' }
  expect((await asked.resident.consultationTalk.send({ ...step.of(consultationId), body })).seq).toBe(1)
})
