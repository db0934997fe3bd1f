import { addDays, dayOf } from '../../../clock'
import { codeOf } from '../../../testing/client'
import { newConsultingDoctor } from '../../../testing/consulting'
import { type TestServer, startTestServer } from '../../../testing/server'
import { newAdministrator, newResident, newStaff } from '../../../testing/signed-in'
import { type Steps, recordSteps, summaryOf } from './testing'

let server: TestServer
let steps: Steps
beforeAll(async () => {
  server = await startTestServer()
  steps = recordSteps(server)
}, 60_000)
afterAll(() => server?.stop())

const inDays = (days: number) => addDays(dayOf(server.clock.now(), server.context.config.TIME_ZONE), days)

/** Codes of those that did not succeed. */
const refusals = (results: PromiseSettledResult<unknown>[]) =>
  results.flatMap(r => (r.status === 'rejected' ? [(r.reason as { code: string }).code] : []))

test('the doctor ends with a signed summary; both sides read it, and that its signature is valid', async () => {
  const asked = await steps.accepted()
  const followUpOn = inDays(28)
  const shown = await steps.finish(asked, { followUpOn })
  const signature = { algorithm: 'Ed25519', keyId: expect.any(String), signedAt: expect.any(String), valid: true }
  const summary = { ...summaryOf({ followUpOn }), version: 1, doctorName: '李明', amendedBecause: null, signature }
  expect(shown).toMatchObject({ status: 'finished', outcome: 'summary', awaiting: null, summary })
  expect(shown.can).toMatchObject({ finish: false, write: false, amend: true, followUp: true })
  expect(await steps.seen(asked)).toMatchObject({ status: 'finished', outcome: 'summary', summary })
  expect(await steps.versions(asked)).toEqual([expect.objectContaining(summary)])
  const { versions } = await asked.doctor.consultationRecord.doctorSummaries(steps.of(asked.consultationId))
  expect(versions).toEqual(await steps.versions(asked))
  expect(await steps.notes(asked)).toContain('医生写好了小结并签名，问诊结束。')
  expect((await steps.told(asked)).map(m => m.kind)).toContain('consultation_ended')
  expect(await steps.audited(asked.resident.personId, 'consultations.finish')).toHaveLength(1)
})

test('a repeat of the same request signs once', async () => {
  const { doctor, consultationId, ...asked } = await steps.accepted()
  const headers = { 'Idempotency-Key': `finish-${consultationId}` }
  const body = { summary: summaryOf(), conditionChanged: false, passcode: doctor.passcode }
  const path = `/doctor/consultations/${consultationId}/summary`
  const [one, two] = [
    await doctor.ask('POST', path, { body, headers }),
    await doctor.ask('POST', path, { body, headers }),
  ]
  expect([one.status, two.status]).toEqual([201, 201])
  expect(two.body).toEqual(one.body)
  expect(await steps.versions({ doctor, consultationId, ...asked })).toHaveLength(1)
})

test.each([
  ['a changed condition', 'stop_required', {}, { conditionChanged: true }],
  ['a narcotic', 'excluded_drug', { medications: [{ name: '盐酸 曲马多缓释片', usage: '每日一次' }] }, {}],
  ['a psychotropic by its old name', 'excluded_drug', { medications: [{ name: '安定', usage: '睡前一片' }] }, {}],
  ['a psychotropic in the advice', 'excluded_drug', { advice: '睡前吃一片地西泮' }, {}],
  ['a follow-up in the past', 'validation_failed', { followUpOn: '2020-01-01' }, {}],
  ['a wrong passcode', 'passcode_wrong', {}, { passcode: 'not-the-passcode' }],
])('refuses %s', async (_what, code, changes, more) => {
  const asked = await steps.accepted()
  expect(await codeOf(steps.finish(asked, changes, more))).toBe(code)
  expect(await steps.versions(asked)).toEqual([])
  expect((await steps.seen(asked)).status).toBe('in-progress')
})

test('names the drug that it refuses; what was taken before is history', async () => {
  const asked = await steps.accepted()
  await expect(steps.finish(asked, { medications: [{ name: '吗啡缓释片', usage: '每日' }] })).rejects.toMatchObject({
    details: { drug: '吗啡' },
  })
  await steps.finish(asked, { pastHistory: '五年前手术后用过吗啡', presentIllness: '在外院长期服用地西泮，近期睡眠好' })
})

test('what was not accepted, or is over, is not finished', async () => {
  const asked = await steps.asked()
  expect(await codeOf(steps.finish(asked))).toBe('evidence_required')
  await steps.accept(asked)
  await steps.finish(asked)
  expect(await codeOf(steps.finish(asked))).toBe('consultation_state')
  const stopped = await steps.accepted()
  await steps.stop(stopped)
  expect(await codeOf(steps.finish(stopped))).toBe('consultation_state')
  expect(await codeOf(steps.amend(stopped, {}))).toBe('consultation_state')
})

test.each([
  ['active = FALSE', 'doctor_inactive'],
  ['independent_since = NULL', 'practice_years_short'],
  ['paediatric = FALSE', 'paediatric_doctor_required'],
])('a doctor of whom the county’s directory now says %s signs nothing any more, but stops', async (change, code) => {
  const doctor = await newConsultingDoctor(server, { paediatric: true })
  const [running, over] = [await steps.accepted({}, { doctor }), await steps.signed({}, { doctor })]
  for (const { resident } of [running, over])
    await server.db.query('UPDATE person SET birth_date = ? WHERE person_id = ?', [inDays(-900), resident.personId])
  await server.db.query(`UPDATE doctor SET ${change} WHERE doctor_id = ?`, [doctor.doctorId])
  expect(await codeOf(steps.finish(running))).toBe(code)
  expect(await codeOf(steps.amend(over, {}))).toBe(code)
  expect(await steps.versions(running)).toEqual([])
  expect(await steps.versions(over)).toHaveLength(1)
  expect((await steps.stop(running)).outcome).toBe('clinic')
})

/** What the doctor was told of records that are due: where each message leads. */
const owedTo = async ({ doctor }: Awaited<ReturnType<Steps['asked']>>) => {
  await server.runJob('notifications-deliver')
  const { messages } = await doctor.notifications.messages({ query: {} })
  return messages.filter(m => m.title === '有问诊自动结束了，还没写小结').map(m => m.link)
}

test('of what was accepted and lapsed its doctor still writes the record, and it stays lapsed', async () => {
  const asked = await steps.accepted()
  const { doctor, consultationId } = asked
  const line = async () => {
    const { ended } = await doctor.consultationsDoctor.queue({ query: { list: 'ended' } })
    return ended.find(l => l.consultationId === consultationId)
  }
  const toRecord = async () => (await doctor.consultationsDoctor.queue({ query: {} })).toRecord
  expect(await toRecord()).toEqual([])
  server.clock.push(49 * 3_600_000)
  for (let n = 0; n < 2; n++) await server.runJob('consultations-end-late')
  await doctor.enterSecondFactor()
  expect((await steps.show(asked)).can).toMatchObject({ finish: true, amend: false, stop: false })
  expect(await toRecord()).toMatchObject([{ consultationId, outcome: 'lapsed', recordDue: true }])
  expect(await owedTo(asked)).toEqual([`packages/doctor/consultations/talk?consultationId=${consultationId}`])
  expect(await line()).toMatchObject({ outcome: 'lapsed', recordDue: true })
  const before = await steps.seen(asked)
  expect(await codeOf(steps.finish(asked, {}, { conditionChanged: true }))).toBe('stop_required')
  expect(await codeOf(steps.amend(asked, {}))).toBe('consultation_state')

  const followUpOn = inDays(1)
  const shown = await steps.finish(asked, { followUpOn })
  expect(shown).toMatchObject({ status: 'cancelled', outcome: 'lapsed', summary: { version: 1, followUpOn } })
  expect(shown.can).toMatchObject({ finish: false, amend: true, followUp: true })
  expect(await line()).toMatchObject({ outcome: 'lapsed', recordDue: false })
  expect(await toRecord()).toEqual([])
  const { endedAt, endedWords } = before
  expect(await steps.seen(asked)).toMatchObject({ outcome: 'lapsed', endedAt, endedWords, summary: { version: 1 } })
  expect((await steps.versions(asked)).map(v => v.signature.valid)).toEqual([true])
  expect(await steps.notes(asked)).toContain('医生补写了小结并签名。')
  expect(await steps.audited(asked.resident.personId, 'consultations.sign-late')).toHaveLength(1)
  const events: { kind: string; data: unknown }[] = await server.db.query(
    `SELECT kind, data FROM outbox_event WHERE business_key LIKE ? ORDER BY event_id`,
    [`%${consultationId}%`],
  )
  const told = events.map(({ kind, data }) => [kind, typeof data === 'string' ? JSON.parse(data) : data])
  expect(told).toContainEqual(['consultation-record', { status: 'current' }])
  expect(told.filter(([kind]) => kind === 'consultation').at(-1)![1]).toEqual({
    status: 'cancelled',
    outcome: 'lapsed',
  })

  expect(await codeOf(steps.finish(asked))).toBe('consultation_state')
  expect((await steps.amend(asked, { followUpOn })).summary).toMatchObject({ version: 2 })
  const { toFollowUp } = await doctor.consultationsDoctor.queue({ query: {} })
  expect(toFollowUp.map(l => l.consultationId)).toEqual([consultationId])
  server.clock.push(86_400_000)
  await server.runJob('consultations-remind')
  expect((await steps.told(asked)).map(m => m.kind)).toContain('consultation_follow_up')
})

test('a lapsed one gets its record within its days, and never where the county allows none', async () => {
  const asked = await steps.accepted()
  server.clock.push(49 * 3_600_000)
  await server.runJob('consultations-end-late')
  await asked.doctor.enterSecondFactor()
  const owed = async () => (await asked.doctor.consultationsDoctor.queue({ query: {} })).toRecord.length
  const { config } = server.context
  const days = config.CONSULTATION_LATE_RECORD_DAYS
  config.CONSULTATION_LATE_RECORD_DAYS = 0
  try {
    expect(await owed()).toBe(0)
    expect((await steps.show(asked)).can.finish).toBe(false)
    expect(await codeOf(steps.finish(asked))).toBe('consultation_state')
  } finally {
    config.CONSULTATION_LATE_RECORD_DAYS = days
  }
  expect((await steps.show(asked)).can.finish).toBe(true)
  expect(await owed()).toBe(1)
  server.clock.push(days * 86_400_000)
  await asked.doctor.enterSecondFactor()
  expect(await owed()).toBe(0)
  expect((await steps.show(asked)).can.finish).toBe(false)
  expect(await codeOf(steps.finish(asked))).toBe('consultation_state')
  const { ended } = await asked.doctor.consultationsDoctor.queue({ query: { list: 'ended' } })
  expect(ended[0]).toMatchObject({ consultationId: asked.consultationId, recordDue: false })
})

test('where the county allows no late record, and of what nobody accepted, no doctor is told that one is due', async () => {
  const { config } = server.context
  const days = config.CONSULTATION_LATE_RECORD_DAYS
  const [accepted, waiting] = [await steps.accepted(), await steps.asked()]
  config.CONSULTATION_LATE_RECORD_DAYS = 0
  try {
    server.clock.push(72 * 3_600_000)
    await server.runJob('consultations-end-late')
  } finally {
    config.CONSULTATION_LATE_RECORD_DAYS = days
  }
  expect((await steps.seen(accepted)).outcome).toBe('lapsed')
  expect((await steps.seen(waiting)).outcome).toBe('not_accepted')
  for (const asked of [accepted, waiting]) expect(await owedTo(asked)).toEqual([])
})

test('of two endings at the same moment one signs', async () => {
  const asked = await steps.accepted()
  const results = await Promise.allSettled([steps.finish(asked), steps.finish(asked)])
  expect(refusals(results)).toEqual(['consultation_state'])
  expect(await steps.versions(asked)).toHaveLength(1)
})

test('wrong passcodes lock, and a locked one signs nothing', async () => {
  const asked = await steps.accepted()
  const wrong = { passcode: 'not-the-passcode' }
  for (let n = 1; n < server.context.config.PASSCODE_FAILURES; n++)
    expect(await codeOf(steps.finish(asked, {}, wrong))).toBe('passcode_wrong')
  expect(await codeOf(steps.finish(asked, {}, wrong))).toBe('passcode_locked')
  expect(await codeOf(steps.finish(asked))).toBe('passcode_locked')
  expect(await steps.versions(asked)).toEqual([])
})

test('an amendment is a new signed version that says why; the first stays as it was', async () => {
  const asked = await steps.signed()
  const [first] = await steps.versions(asked)
  const shown = await steps.amend(asked, { allergies: '青霉素', followUpOn: inDays(14) })
  expect(shown.summary).toMatchObject({ version: 2, allergies: '青霉素', amendedBecause: '补上过敏史' })
  const corrected = (await steps.told(asked)).find(m => m.title === '小结有更正')
  expect(corrected?.link).toBe(`packages/resident/consultations/summary?consultationId=${asked.consultationId}`)
  const versions = await steps.versions(asked)
  expect(versions.map(v => [v.version, v.signature.valid])).toEqual([
    [2, true],
    [1, true],
  ])
  expect(versions[1]).toEqual(first)
  expect(await steps.notes(asked)).toContain('医生更正了小结（第 2 版）：补上过敏史')
  expect(await codeOf(steps.amend(asked, { allergies: '头孢' }))).toBe('summary_amended')
  expect(await codeOf(steps.amend(asked, { advice: '含可待因的止咳水' }, { version: 2 }))).toBe('excluded_drug')
  expect(await codeOf(steps.amend(asked, {}, { version: 2, passcode: 'wrong' }))).toBe('passcode_wrong')
  expect(await codeOf(steps.amend(asked, {}, { version: 2, because: '加服地西泮' }))).toBe('excluded_drug')
  for (const conditionChanged of [true, undefined])
    expect(await codeOf(steps.amend(asked, {}, { version: 2, conditionChanged }))).toBe('validation_failed')
})

test('an amendment leaves a follow-up whose day has come as it is, and names no other day that is past', async () => {
  const followUpOn = inDays(1)
  const asked = await steps.signed({ followUpOn })
  server.clock.push(3 * 86_400_000)
  await asked.doctor.enterSecondFactor()
  expect(await codeOf(steps.amend(asked, { followUpOn: inDays(-1) }))).toBe('validation_failed')
  const shown = await steps.amend(asked, { followUpOn, allergies: '青霉素' })
  expect(shown.summary).toMatchObject({ version: 2, followUpOn, allergies: '青霉素' })
})

test('of two amendments of one version at the same moment one is kept', async () => {
  const asked = await steps.signed()
  const results = await Promise.allSettled([steps.amend(asked, {}), steps.amend(asked, {})])
  expect(refusals(results)).toEqual(['summary_amended'])
  expect((await steps.versions(asked)).map(v => v.version)).toEqual([2, 1])
})

test('whatever is changed in the database is shown as not valid', async () => {
  const asked = await steps.signed()
  const other = await steps.signed()
  await steps.amend(asked, {})
  const valid = async () => (await steps.versions(asked)).map(v => v.signature.valid)
  const tampered = async (change: string, parameters: unknown[], version = 1) => {
    const [row] = await server.db.query(
      'SELECT * FROM consultation_summary WHERE consultation_id = ? AND version = ?',
      [asked.consultationId, version],
    )
    await server.db.query(`UPDATE consultation_summary SET ${change} WHERE consultation_id = ? AND version = ?`, [
      ...parameters,
      asked.consultationId,
      version,
    ])
    const result = await valid()
    const { document, document_hash, signature, key_id, doctor_id, signed_at } = row
    await server.db.query(
      `UPDATE consultation_summary SET document = ?, document_hash = ?, signature = ?, key_id = ?, doctor_id = ?,
         signed_at = ? WHERE consultation_id = ? AND version = ?`,
      [document, document_hash, signature, key_id, doctor_id, signed_at, asked.consultationId, version],
    )
    return result
  }
  const [theirs] = await server.db.query('SELECT * FROM consultation_summary WHERE consultation_id = ?', [
    other.consultationId,
  ])
  expect(await valid()).toEqual([true, true])
  expect(await tampered(`signature = CONCAT('AAAA', SUBSTRING(signature, 5))`, [])).toEqual([true, false])
  expect(await tampered(`document = CONCAT(SUBSTRING(document, 1, 60), 'AAAA', SUBSTRING(document, 65))`, [])).toEqual([
    true,
    false,
  ])
  // Another consultation's record, signed truly, in this one's place.
  const swap = 'document = ?, document_hash = ?, signature = ?, key_id = ?, doctor_id = ?, signed_at = ?'
  const { document, document_hash, signature, key_id, doctor_id, signed_at } = theirs
  const foreign = [document, document_hash, signature, key_id, doctor_id, signed_at]
  expect(await tampered(swap, foreign)).toEqual([false, false])
  expect(await tampered('key_id = ?', [key_id])).toEqual([true, false])
  expect(await tampered('key_id = ?', ['no-such-key'])).toEqual([true, false])
  expect(await tampered('document_hash = ?', ['0'.repeat(64)])).toEqual([false, false])
  expect(await valid()).toEqual([true, true])
  const opened = await server.context.cipher.seal('{"not":"a record"}', 'consultation')
  expect(await tampered('document = ?', [opened], 2)).toEqual([false, true])
})

test('a doctor signs with one key, however much is signed at once; it lies sealed', async () => {
  const doctor = await newConsultingDoctor(server)
  const all = await Promise.all([1, 2, 3, 4].map(() => steps.accepted({}, { doctor })))
  await Promise.all(all.map(asked => steps.finish(asked)))
  const keys = await server.db.query('SELECT * FROM signing_key WHERE doctor_id = ?', [doctor.doctorId])
  expect(keys).toHaveLength(1)
  expect(keys[0].private_key).toMatch(/^k1\./)
  const versions = (await Promise.all(all.map(steps.versions))).flat()
  expect(versions.map(v => [v.signature.keyId, v.signature.valid])).toEqual(all.map(() => [keys[0].key_id, true]))
})

test('with another algorithm a new key signs, and what was signed before verifies still', async () => {
  const asked = await steps.signed()
  const config = server.context.config
  config.CONSULTATION_SIGNATURE = 'sm2'
  try {
    await steps.amend(asked, {})
  } finally {
    config.CONSULTATION_SIGNATURE = 'ed25519'
  }
  expect((await steps.versions(asked)).map(v => [v.signature.algorithm, v.signature.valid])).toEqual([
    ['SM2', true],
    ['Ed25519', true],
  ])
})

test('nobody but its two sides reads or signs it', async () => {
  const asked = await steps.accepted()
  const { consultationId } = asked
  const institutionId = asked.doctor.clinic.institutionId
  const colleague = await newConsultingDoctor(server, { name: '王芳', at: asked.doctor.clinic })
  const strangers = [await newResident(server), await newStaff(server, { role: 'staff', institutionId })]
  expect(await codeOf(steps.finish({ ...asked, doctor: colleague }))).toBe('not_found')
  await steps.finish(asked)
  const of = steps.of(consultationId)
  for (const who of [...strangers, colleague, await newAdministrator(server)]) {
    expect(await codeOf(who.consultationRecord.summaryVersions(of))).toBe('not_found')
    expect(await codeOf(who.consultationRecord.doctorSummaries(of))).toBe(who === colleague ? 'not_found' : 'forbidden')
  }
  expect(await codeOf(steps.amend({ ...asked, doctor: colleague }, {}))).toBe('not_found')
})
