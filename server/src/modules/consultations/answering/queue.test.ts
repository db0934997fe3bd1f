/** What a doctor has before them: what is in which list, in which order, and what it shows of whom. */
import type { EventEmitter } from 'node:events'
import { codeOf } from '../../../testing/client'
import { newClinic } from '../../../testing/clinic'
import { addDiagnosis, newConsultingDoctor } from '../../../testing/consulting'
import { bornAgo } from '../../../testing/people'
import { type TestServer, startTestServer } from '../../../testing/server'
import { newResident, newStaff } from '../../../testing/signed-in'
import { type Asked, type Steps, stepsOf } from './testing'

let server: TestServer
let step: Steps
beforeAll(async () => {
  server = await startTestServer()
  step = stepsOf(server)
}, 60_000)
afterAll(() => server?.stop())

type Doctor = Awaited<ReturnType<typeof newConsultingDoctor>>
const hour = 3_600_000
const queue = (doctor: Doctor, query: Parameters<Doctor['consultationsDoctor']['queue']>[0]['query'] = {}) =>
  doctor.consultationsDoctor.queue({ query })
const idsOf = (lines: { consultationId: string }[]) => lines.map(l => l.consultationId)
const say = ({ resident, consultationId }: Asked, messageId: string) =>
  resident.consultationTalk.send({
    ...step.of(consultationId),
    body: { messageId, kind: 'text', text: '今天好一点了' },
  })
/** As a signed summary leaves it. */
const summarised = (consultationId: string, followUpOn: string | null) =>
  server.db.query(
    `UPDATE consultation SET status = 'finished', outcome = 'summary', live_key = NULL, awaiting = NULL,
       ended_at = ?, follow_up_on = ? WHERE consultation_id = ?`,
    [server.clock.now(), followUpOn, consultationId],
  )

test('waiting: soonest promise first, with age, sex, red flags, the first words and the own team; names masked', async () => {
  const doctor = await newConsultingDoctor(server)
  const resident = await newResident(server, { birthDate: bornAgo(server, 68), sex: 'female', name: '吴桂珍' })
  step.joinTeam(resident, doctor.doctorId)
  const reason = `今天早上开始胸闷，没有胸痛，${'药一直按时吃，'.repeat(20)}`
  const first = await step.asked({ reason }, { doctor, resident })
  server.clock.push(hour / 2)
  const second = await step.asked({}, { doctor })
  const { waiting, running, toFollowUp, ended, next } = await queue(doctor)
  expect(idsOf(waiting)).toEqual([first.consultationId, second.consultationId])
  expect({ running, toFollowUp, ended, next }).toEqual({ running: [], toFollowUp: [], ended: [], next: null })
  expect(waiting[0]).toMatchObject({
    personName: '吴**',
    sex: 'female',
    age: 68,
    redFlags: [{ kind: 'chest_pain', word: '胸闷' }],
    ownTeam: true,
    waitingSince: waiting[0]!.askedAt,
    unread: 0,
    transferredBy: null,
  })
  expect(waiting[0]!.reason).toMatch(/^今天早上开始胸闷.{20,33}…$/)
  expect(waiting[1]!.ownTeam).toBe(false)
  await server.db.query('UPDATE consultation SET accept_before = ? WHERE consultation_id = ?', [
    new Date(server.clock.now().getTime() + 60_000),
    second.consultationId,
  ])
  expect(idsOf((await queue(doctor)).waiting)).toEqual([second.consultationId, first.consultationId])
})

test('running: those where the doctor is awaited first, longest since; with what is unread', async () => {
  const doctor = await newConsultingDoctor(server)
  const [a, b, c] = [
    await step.asked({}, { doctor }),
    await step.asked({}, { doctor }),
    await step.asked({}, { doctor }),
  ]
  for (const one of [a, b, c]) {
    server.clock.push(60_000)
    await step.accept(one)
  }
  const body = { messageId: '01993c00-0000-7000-8000-0000000000c0', kind: 'text' as const, text: '血压多少' }
  await doctor.consultationTalk.doctorSend({ ...step.of(a.consultationId), body })
  await say(b, '01993c00-0000-7000-8000-0000000000c1')
  await say(b, '01993c00-0000-7000-8000-0000000000c2')
  const { running, waiting } = await queue(doctor)
  expect(waiting).toEqual([])
  expect(idsOf(running).at(-1)).toBe(a.consultationId)
  expect(running.at(-1)).toMatchObject({ waitingSince: null, unread: 0 })
  expect(running.find(l => l.consultationId === b.consultationId)).toMatchObject({ unread: 2 })
})

test('to follow up: by the day, until it was done; that is told once', async () => {
  const doctor = await newConsultingDoctor(server)
  const [late, soon, none] = [
    await step.asked({}, { doctor }),
    await step.asked({}, { doctor }),
    await step.asked({}, { doctor }),
  ]
  await summarised(late.consultationId, '2027-03-01')
  await summarised(soon.consultationId, '2027-01-10')
  await summarised(none.consultationId, null)
  const { toFollowUp, waiting } = await queue(doctor)
  expect(waiting).toEqual([])
  expect(toFollowUp.map(l => [l.consultationId, l.followUpOn])).toEqual([
    [soon.consultationId, '2027-01-10'],
    [late.consultationId, '2027-03-01'],
  ])
  const { followedUp } = doctor.consultationsDoctor
  const done = await followedUp(step.of(soon.consultationId))
  expect(done).toMatchObject({ followedUpAt: expect.any(String), can: { followUp: false } })
  expect(await codeOf(followedUp(step.of(soon.consultationId)))).toBe('consultation_state')
  expect(await codeOf(followedUp(step.of(none.consultationId)))).toBe('consultation_state')
  expect(idsOf((await queue(doctor)).toFollowUp)).toEqual([late.consultationId])
  expect(await step.audited(soon.resident.personId, 'consultations.follow-up')).toHaveLength(1)
})

test('ended: newest first, by pages', async () => {
  const doctor = await newConsultingDoctor(server)
  const resident = await newResident(server)
  const recordId = addDiagnosis(server, resident.onFile)
  const given = { earlier: { by: 'county_record' as const, recordId } }
  const ids: string[] = []
  for (let n = 0; n < 23; n++) {
    const { consultationId } = await step.asked(given, { doctor, resident })
    await step.decline({ doctor, consultationId })
    ids.unshift(consultationId)
  }
  const first = await queue(doctor, { list: 'ended' })
  expect([first.waiting, first.running]).toEqual([[], []])
  expect(idsOf(first.ended)).toEqual(ids.slice(0, 20))
  const second = await queue(doctor, { list: 'ended', before: first.next! })
  expect([idsOf(second.ended), second.next]).toEqual([ids.slice(20), null])
}, 60_000)

test('nobody sees it before it is paid; who works at two institutions has both in one', async () => {
  const doctor = await newConsultingDoctor(server)
  const elsewhere = await newClinic(server)
  const { institutionId } = elsewhere
  await newStaff(server, { role: 'doctor', institutionId, practitionerId: doctor.doctorId }, doctor)
  const [here, there] = [await step.asked({}, { doctor }), await step.asked({}, { doctor })]
  await server.db.query('UPDATE consultation SET institution_id = ? WHERE consultation_id = ?', [
    institutionId,
    there.consultationId,
  ])
  expect(idsOf((await queue(doctor)).waiting)).toEqual([here.consultationId, there.consultationId])
  await server.db.query('UPDATE consultation SET queued_at = NULL WHERE consultation_id = ?', [here.consultationId])
  expect(idsOf((await queue(doctor)).waiting)).toEqual([there.consultationId])
  expect(await codeOf(step.show(here))).toBe('not_found')
})

test('the list is one look an hour, and so is a consultation that is opened again and again', async () => {
  const resident = await newResident(server, { birthDate: bornAgo(server, 51) })
  const asked = await step.asked({}, { resident })
  const { personId } = resident
  for (let n = 0; n < 3; n++) await queue(asked.doctor)
  expect(await step.audited(personId, 'consultations.list')).toHaveLength(1)
  server.clock.push(hour)
  await asked.doctor.enterSecondFactor()
  await queue(asked.doctor)
  expect(await step.audited(personId, 'consultations.list')).toHaveLength(2)
  const shown = await step.show(asked)
  await step.show(asked)
  await asked.doctor.consultationTalk.doctorMessages({ ...step.of(asked.consultationId), query: {} })
  expect(await step.audited(personId, 'consultations.show')).toHaveLength(1)
  expect(await step.audited(personId, 'consultations.read')).toEqual([])
  expect(shown).toMatchObject({
    personName: asked.resident.onFile.name,
    age: 51,
    askedBy: '本人',
    guardianPresent: false,
    transferredBy: null,
    can: { accept: true, askBack: true, transfer: true, decline: true, stop: true, write: false, bookClinic: false },
  })
})

test('however many wait, the same few questions are asked of the database', async () => {
  const doctor = await newConsultingDoctor(server)
  const pool = (server.db.driver as unknown as { pool: EventEmitter }).pool
  const counted = async () => {
    let questions = 0
    const count = () => void questions++
    pool.on('acquire', count)
    await queue(doctor)
    pool.off('acquire', count)
    return questions
  }
  for (let n = 0; n < 2; n++) await step.asked({}, { doctor })
  await queue(doctor)
  const two = await counted()
  for (let n = 0; n < 6; n++) await step.asked({}, { doctor })
  await queue(doctor)
  expect(two).toBeGreaterThan(3)
  expect(await counted()).toBe(two)
})
