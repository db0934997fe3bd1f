/** Many ask at the same moment, and two processes end what is late: nothing twice, nothing beyond the cap. */
import { v7 as uuid } from 'uuid'
import { ProblemError } from 'shared/kernel/client'
import { jobsOf } from '../../../app'
import { transaction } from '../../../db/transaction'
import { setCountyTime } from '../../../testing/clinic'
import { askDoctor, newConsultation, newConsultingDoctor } from '../../../testing/consulting'
import { startSecondProcess } from '../../../testing/second-process'
import { type TestServer, startTestServer } from '../../../testing/server'
import { newResident } from '../../../testing/signed-in'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
  setCountyTime(server, '09:00', 1)
}, 60_000)
afterAll(() => server?.stop())

const outcomes = async (asks: Promise<unknown>[]): Promise<Record<string, number>> => {
  const ends = await Promise.allSettled(asks)
  const counts: Record<string, number> = {}
  for (const end of ends) {
    const told = end.status === 'fulfilled' ? 'asked' : end.reason instanceof ProblemError ? end.reason.code : 'broken'
    counts[told] = (counts[told] ?? 0) + 1
  }
  return counts
}
const countOf = async (where: string, value: string): Promise<number> => {
  const [{ n }] = await server.db.query(`SELECT COUNT(*) AS n FROM consultation WHERE ${where} = ?`, [value])
  return Number(n)
}

test('twenty ask two doctors at once: each takes as many as the cap, no more and no fewer', async () => {
  const caps = [3, 7]
  const doctors = await Promise.all(caps.map(dailyCap => newConsultingDoctor(server, { dailyCap })))
  const people = await Promise.all(Array.from({ length: 10 }, () => newResident(server)))
  const asks = people.flatMap(who => doctors.map(doctor => askDoctor(server, who, doctor)))
  expect(asks).toHaveLength(20)
  expect(await outcomes(asks)).toEqual({ asked: 10, doctor_full_today: 10 })
  expect(await Promise.all(doctors.map(d => countOf('doctor_id', d.doctorId)))).toEqual(caps)
}, 60_000)

test('one person asks one doctor ten times at once: one question', async () => {
  const doctor = await newConsultingDoctor(server)
  const who = await newResident(server)
  const asks = Array.from({ length: 10 }, () => askDoctor(server, who, doctor))
  expect(await outcomes(asks)).toEqual({ asked: 1, consultation_open: 9 })
  expect(await countOf('person_id', who.personId)).toBe(1)
})

test('a doctor goes off duty while people ask: nobody comes after it', async () => {
  const doctor = await newConsultingDoctor(server)
  const people = await Promise.all(Array.from({ length: 8 }, () => newResident(server)))
  const asks = people.map(who => askDoctor(server, who, doctor))
  await server.db.query('UPDATE consultation_desk SET on_duty = FALSE WHERE doctor_id = ?', [doctor.doctorId])
  const counted = await outcomes(asks)
  expect((counted.asked ?? 0) + (counted.doctor_off_duty ?? 0)).toBe(8)
  expect(await countOf('doctor_id', doctor.doctorId)).toBe(counted.asked ?? 0)
})

test('two processes end what nobody accepted: each once', async () => {
  const doctor = await newConsultingDoctor(server)
  const people = await Promise.all(Array.from({ length: 6 }, () => newResident(server)))
  const asked = await Promise.all(people.map(who => askDoctor(server, who, doctor)))
  const second = await startSecondProcess(server)
  try {
    server.clock.push(25 * 3_600_000)
    const job = (context: TestServer['context']) =>
      jobsOf(context)
        .find(j => j.name === 'consultations-end-late')!
        .run()
    await Promise.all([job(server.context), job(second.context), job(server.context), job(second.context)])
  } finally {
    await second.stop()
  }
  const ids = asked.map(a => a.consultationId)
  const rows: { outcome: string; version: number; last_seq: number }[] = await server.db.query(
    'SELECT outcome, version, last_seq FROM consultation WHERE consultation_id IN (?)',
    [ids],
  )
  expect(rows).toEqual(ids.map(() => ({ outcome: 'not_accepted', version: 2, last_seq: 1 })))
  const [{ told }] = await server.db.query(
    `SELECT COUNT(*) AS told FROM message_event WHERE kind = 'consultation_ended' AND ${ids
      .map(() => 'event_key LIKE ?')
      .join(' OR ')}`,
    ids.map(id => `consultation_ended:${id}:%`),
  )
  expect(Number(told)).toBe(ids.length)
})

test('what a doctor says while the job ends others keeps the talk alive', async () => {
  const [first, second] = [
    await newConsultation(server, { accepted: true }),
    await newConsultation(server, { accepted: true }),
  ]
  server.clock.push(47 * 3_600_000)
  const late = new Date(server.clock.now().getTime() - 60_000)
  const lapse = (at: Date, { consultationId }: { consultationId: string }) =>
    server.db.query('UPDATE consultation SET lapse_at = ? WHERE consultation_id = ?', [at, consultationId])
  await lapse(new Date(late.getTime() - 60_000), first)
  await lapse(late, second)
  await first.doctor.enterSecondFactor()
  await second.doctor.enterSecondFactor()
  const { consultationId } = second
  let job: Promise<void> | undefined
  // The job has read both and waits for the first one's row.
  await transaction(server.db, async tx => {
    await tx.query('SELECT * FROM consultation WHERE consultation_id = ? FOR UPDATE', [first.consultationId])
    job = server.runJob('consultations-end-late')
    await new Promise(resolve => setTimeout(resolve, 400))
    const body = { messageId: uuid(), kind: 'text' as const, text: '还是按原来的药吃' }
    await second.doctor.consultationTalk.doctorSend({ params: { consultationId }, body })
  })
  await job
  const stateOf = async ({ resident, consultationId: id }: typeof first) =>
    (await resident.consultations.consultation({ params: { consultationId: id } })).outcome
  expect([await stateOf(first), await stateOf(second)]).toEqual(['lapsed', null])
})
