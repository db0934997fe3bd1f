/** Accepting: only a follow-up visit, only with the record that shows the diagnosis. */
import { sentenceOf } from 'shared/kernel/errors'
import { codeSystems } from 'shared/kernel/fhir-systems'
import { v7 as uuid } from 'uuid'
import { codeOf, refusalOf } from '../../../testing/client'
import { addDiagnosis, askDoctor, newConsultation, newConsultingDoctor } from '../../../testing/consulting'
import { type TestServer, startTestServer } from '../../../testing/server'
import { type Resident, newResident } from '../../../testing/signed-in'
import { photo } from '../../../testing/files'
import { acceptProblem } from './accept'

let server: TestServer
beforeAll(async () => void (server = await startTestServer()), 60_000)
afterAll(() => server?.stop())

type Doctor = Awaited<ReturnType<typeof newConsultingDoctor>>
type Body = Parameters<Doctor['consultationsDoctor']['accept']>[0]['body']
const accept = (doctor: Doctor, consultationId: string, body: Partial<Body> = {}) =>
  doctor.consultationsDoctor.accept({
    params: { consultationId },
    body: { assessment: 'follow_up', evidence: null, ...body },
  })
const record = (recordId: string) => ({ by: 'county_record' as const, recordId })
const asked = async (given: Parameters<typeof askDoctor>[3] = {}) => {
  const doctor = await newConsultingDoctor(server)
  const resident = await newResident(server)
  const { consultationId, earlier } = await askDoctor(server, resident, doctor, given)
  return { doctor, resident, consultationId, recordId: earlier.record?.recordId ?? '' }
}
const upload = async (who: Resident) =>
  (await who.attachments.upload({ body: { kind: 'picture' }, file: await photo() })).attachmentId
const audited = async (personId: string, action: string) =>
  (await server.db.query('SELECT * FROM audit_event WHERE person_id = ? AND action = ?', [personId, action])) as {
    account_id: string
    role: string
    institution_id: string
    purpose: string
    details: string
  }[]

describe('what may be accepted', () => {
  const evidence = record('cond-1')
  it.each([
    ['in-progress', 'follow_up', evidence, 'consultation_state'],
    ['finished', 'follow_up', evidence, 'consultation_state'],
    ['cancelled', 'follow_up', evidence, 'consultation_state'],
    ['planned', 'first_visit', evidence, 'stop_required'],
    ['planned', 'changed_condition', evidence, 'stop_required'],
    ['planned', 'first_visit', null, 'stop_required'],
    ['planned', 'follow_up', null, 'evidence_required'],
    ['planned', 'follow_up', evidence, undefined],
  ] as const)('%s, %s: %j', (status, assessment, kept, code) => {
    const c = { status, assessment: null, acceptBefore: null }
    expect(acceptProblem(c, { assessment, evidence: kept }, new Date())?.code).toBe(code)
  })

  it.each([
    [null, 1, undefined],
    [null, 0, 'consultation_state'],
    [null, -1, 'consultation_state'],
    ['first_visit', 1, 'stop_required'],
    ['changed_condition', 1, 'stop_required'],
    ['first_visit', -1, 'consultation_state'],
  ] as const)('judged %s before, %i ms before the time to accept is over: %s', (assessment, left, code) => {
    const at = new Date()
    const c = { status: 'planned' as const, assessment, acceptBefore: new Date(at.getTime() + left) }
    expect(acceptProblem(c, { assessment: 'follow_up', evidence }, at)?.code).toBe(code)
  })
})

test('with a record of the county: kept as it is, both sides see it, the resident is told', async () => {
  const { doctor, resident, consultationId, recordId } = await asked()
  const now = await accept(doctor, consultationId, { evidence: record(recordId) })
  expect(now).toMatchObject({
    status: 'in-progress',
    outcome: null,
    awaiting: 'doctor',
    acceptedAt: expect.any(String),
    evidence: { at: expect.any(String), record: { recordId, title: '高血压' }, pictures: [] },
    personName: resident.onFile.name,
    can: { accept: false, askBack: false, transfer: false, decline: false, write: true, stop: true, finish: true },
  })
  const seen = await resident.consultations.consultation({ params: { consultationId } })
  expect(seen).toMatchObject({ status: 'in-progress', evidence: { record: { recordId } }, last: now.last })
  const { messages } = await resident.consultationTalk.messages({ params: { consultationId }, query: {} })
  expect(messages.at(-1)).toMatchObject({ from: 'service', kind: 'note', text: '李明医生已接诊，可以开始交谈。' })
  expect(await audited(resident.personId, 'consultations.accept')).toMatchObject([
    { account_id: doctor.accountId, role: 'doctor', institution_id: doctor.institutionId, purpose: '在线问诊' },
  ])
  await server.runJob('notifications-deliver')
  const inbox = await resident.notifications.messages({ query: {} })
  expect(inbox.messages.map(m => [m.kind, m.title])).toContainEqual(['consultation_answered', '医生已接诊'])
})

test('the kept record is sealed: the row tells nobody the diagnosis', async () => {
  const { doctor, consultationId, recordId } = await asked()
  await accept(doctor, consultationId, { evidence: record(recordId) })
  const [row] = (await server.db.query('SELECT * FROM consultation WHERE consultation_id = ?', [consultationId])) as [
    object,
  ]
  expect(JSON.stringify(row)).not.toMatch(/高血压|李明|头晕/)
})

describe.each(['first_visit', 'changed_condition'] as const)('what the doctor judged %s', assessment => {
  it('is only to be stopped from then on, whatever is tapped next', async () => {
    const { doctor, resident, consultationId, recordId } = await asked()
    const of = { params: { consultationId } }
    const refused = await refusalOf(accept(doctor, consultationId, { assessment }))
    expect([refused.code, refused.message]).toEqual(['stop_required', sentenceOf('stop_required')])
    const { doctorId, institutionId } = await newConsultingDoctor(server)
    const as = doctor.consultationsDoctor
    const others = [
      accept(doctor, consultationId, { evidence: record(recordId) }),
      accept(doctor, consultationId, { assessment: 'first_visit' }),
      as.askBack({ ...of, body: { messageId: uuid(), text: '请补拍一张出院小结' } }),
      as.transfer({ ...of, body: { doctorId, institutionId, words: '请您看看' } }),
      as.decline({ ...of, body: { words: '不是我的专科' } }),
    ]
    expect(new Set(await Promise.all(others.map(codeOf)))).toEqual(new Set(['stop_required']))
    const now = await as.doctorConsultation(of)
    const can = { accept: false, askBack: false, transfer: false, decline: false, write: false, finish: false }
    expect(now).toMatchObject({ status: 'planned', mustStop: assessment, last: 0, can: { ...can, stop: true } })
    expect(await audited(resident.personId, 'consultations.assess')).toMatchObject([
      { account_id: doctor.accountId, role: 'doctor', institution_id: doctor.institutionId, purpose: '在线问诊' },
    ])
    const stopped = await as.stop({ ...of, body: { why: assessment, words: '请到医院看', departmentId: null } })
    expect(stopped).toMatchObject({ status: 'finished', outcome: 'clinic', mustStop: null })
  })

  it('may still be taken back by the resident', async () => {
    const { doctor, resident, consultationId } = await asked()
    expect(await codeOf(accept(doctor, consultationId, { assessment }))).toBe('stop_required')
    const taken = await resident.consultations.withdraw({ params: { consultationId } })
    expect(taken).toMatchObject({ outcome: 'withdrawn' })
  })
})

test('once the time to accept is over nobody accepts, asks back or hands on, though no job has ended it yet', async () => {
  const { doctor, consultationId, recordId } = await asked()
  await server.db.query('UPDATE consultation SET accept_before = ? WHERE consultation_id = ?', [
    server.clock.now(),
    consultationId,
  ])
  const { doctorId, institutionId } = await newConsultingDoctor(server)
  const of = { params: { consultationId } }
  const as = doctor.consultationsDoctor
  const late = [
    accept(doctor, consultationId, { evidence: record(recordId) }),
    as.askBack({ ...of, body: { messageId: uuid(), text: '请补拍一张出院小结' } }),
    as.transfer({ ...of, body: { doctorId, institutionId, words: '请您看看' } }),
  ]
  expect(new Set(await Promise.all(late.map(codeOf)))).toEqual(new Set(['consultation_state']))
  expect(await as.doctorConsultation(of)).toMatchObject({ status: 'planned', doctorId: doctor.doctorId, last: 0 })
})

test('nothing to show the diagnosis is not enough', async () => {
  const { doctor, consultationId, recordId } = await asked()
  const missing = await refusalOf(accept(doctor, consultationId))
  expect([missing.code, missing.message]).toEqual(['evidence_required', sentenceOf('evidence_required')])
  expect(await accept(doctor, consultationId, { evidence: record(recordId) })).toMatchObject({ status: 'in-progress' })
})

test('a second tap: the same key answers the same, another one is told that it was accepted', async () => {
  const { doctor, consultationId, recordId } = await asked()
  const body = { assessment: 'follow_up', evidence: record(recordId) }
  const headers = { 'Idempotency-Key': `tap-${consultationId}` }
  const tap = () => doctor.ask('POST', `/doctor/consultations/${consultationId}/acceptance`, { body, headers })
  const [first, second] = [await tap(), await tap()]
  expect(first.status).toBe(200)
  expect(second.body).toEqual(first.body)
  expect(await codeOf(accept(doctor, consultationId, { evidence: record(recordId) }))).toBe('consultation_state')
  const notes = await server.db.query('SELECT * FROM consultation_message WHERE consultation_id = ?', [consultationId])
  expect(notes).toHaveLength(1)
})

test('a record of the county that the resident did not pick: only of this person, only of a kind that shows a diagnosis', async () => {
  const { doctor, resident, consultationId } = await asked()
  const own = addDiagnosis(server, resident.onFile, '2 型糖尿病')
  const foreign = addDiagnosis(server, (await newResident(server)).onFile, '痛风')
  const reading = `obs-test-${own.slice(-8)}`
  server.platform.store.atomically(() =>
    server.platform.store.put(reading, {
      resourceType: 'Observation',
      id: reading,
      status: 'final',
      code: { coding: [{ system: codeSystems.loinc, code: '85354-9' }], text: '血压' },
      subject: { reference: `Patient/${resident.onFile.platformId}` },
      effectiveDateTime: '2026-10-01T02:00:00Z',
      valueString: '148/92 mmHg',
    } as never),
  )
  expect(await codeOf(accept(doctor, consultationId, { evidence: record(foreign) }))).toBe('record_unknown')
  expect(await codeOf(accept(doctor, consultationId, { evidence: record(reading) }))).toBe('record_unknown')
  const now = await accept(doctor, consultationId, { evidence: record(own) })
  expect(now.evidence?.record).toMatchObject({ recordId: own, title: '2 型糖尿病' })
})

test('a diagnosis that is not confirmed shows none, also when it was when it was asked with', async () => {
  const { doctor, resident, consultationId, recordId } = await asked()
  const unsure = { coding: [{ system: codeSystems.conditionVerification, code: 'provisional' }] }
  const other = addDiagnosis(server, resident.onFile, '支气管哮喘', { verificationStatus: unsure })
  const refused = await refusalOf(accept(doctor, consultationId, { evidence: record(other) }))
  expect([refused.code, refused.message]).toEqual(['diagnosis_unproven', sentenceOf('diagnosis_unproven')])
  const { store } = server.platform
  const { resource } = store.current('Condition', recordId)!
  store.atomically(() => store.put(recordId, { ...resource, verificationStatus: unsure } as never))
  expect(await codeOf(accept(doctor, consultationId, { evidence: record(recordId) }))).toBe('diagnosis_unproven')
  const { records } = await doctor.consultationsDoctor.patientRecords({
    params: { consultationId },
    query: { kind: 'diagnosis' },
  })
  expect(records.map(r => [r.unproven, r.detail])).toEqual([
    [true, '初步诊断，没有确诊'],
    [true, '初步诊断，没有确诊'],
  ])
})

test('a diagnosis of a visit stays evidence while the platform does not answer about visits', async () => {
  const [doctor, resident] = [await newConsultingDoctor(server), await newResident(server)]
  const { store } = server.platform
  const visit = {
    ...{
      resourceType: 'Encounter',
      id: `enc-${resident.personId.slice(-8)}`,
      status: 'finished',
      class: { code: 'AMB' },
    },
    subject: { reference: `Patient/${resident.onFile.platformId}` },
    serviceProvider: { display: '外县医院' },
  }
  store.atomically(() => store.put(visit.id, visit as never))
  const encounter = { reference: `Encounter/${visit.id}` }
  const recordId = addDiagnosis(server, resident.onFile, '高血压', { recorder: undefined, encounter })
  const { consultationId } = await askDoctor(server, resident, doctor, { earlier: record(recordId) })
  await server.misbehave('down', { answer503: true, path: '/fhir/Encounter' })
  try {
    const now = await accept(doctor, consultationId, { evidence: record(recordId) })
    expect(now).toMatchObject({ status: 'in-progress', evidence: { record: { recordId, detail: null } } })
  } finally {
    await server.misbehave('none')
  }
})

test('without the permission only what the resident picked counts', async () => {
  const { doctor, resident, consultationId, recordId } = await asked({ allowRecords: false })
  const other = addDiagnosis(server, resident.onFile, '痛风')
  const refused = await refusalOf(accept(doctor, consultationId, { evidence: record(other) }))
  expect([refused.code, refused.message]).toEqual(['records_not_allowed', sentenceOf('records_not_allowed')])
  const now = await accept(doctor, consultationId, { evidence: record(recordId) })
  expect(now.evidence?.record).toMatchObject({ recordId, title: '高血压' })
})

test('pictures: only those that were sent in this very consultation', async () => {
  const resident = await newResident(server)
  const doctor = await newConsultingDoctor(server)
  const [page, wound, unused] = [await upload(resident), await upload(resident), await upload(resident)]
  const { consultationId } = await askDoctor(server, resident, doctor, {
    earlier: { by: 'pictures', attachmentIds: [page] },
    attachmentIds: [wound],
  })
  const elsewhere = await newConsultation(server)
  const theirs = await upload(elsewhere.resident)
  for (const attachmentId of [unused, theirs])
    expect(
      await codeOf(
        accept(doctor, consultationId, { evidence: { by: 'pictures', attachmentIds: [page, attachmentId] } }),
      ),
    ).toBe('attachment_unknown')
  const now = await accept(doctor, consultationId, { evidence: { by: 'pictures', attachmentIds: [page, wound] } })
  expect(now.evidence).toMatchObject({ record: null, pictures: [{ attachmentId: page }, { attachmentId: wound }] })
  const picture = await fetch(`${server.base}${now.evidence!.pictures[0]!.url}`)
  expect([picture.status, picture.headers.get('Content-Type')]).toEqual([200, 'image/jpeg'])
})

test('a picture that was asked for and sent in the talk shows the diagnosis as well', async () => {
  const resident = await newResident(server)
  const doctor = await newConsultingDoctor(server)
  const { consultationId } = await askDoctor(server, resident, doctor, {
    earlier: { by: 'doctor_fetches' },
    allowRecords: true,
  })
  const of = { params: { consultationId } }
  await doctor.consultationsDoctor.askBack({ ...of, body: { messageId: uuid(), text: '请把以前的病历拍给我' } })
  const attachmentId = await upload(resident)
  await resident.consultationTalk.send({ ...of, body: { messageId: uuid(), kind: 'picture', attachmentId } })
  const { messages } = await doctor.consultationTalk.doctorMessages({ ...of, query: {} })
  const sent = messages.find(m => m.kind === 'picture')?.attachment
  expect(sent).toMatchObject({ attachmentId, state: 'ready' })
  const evidence = { by: 'pictures' as const, attachmentIds: [sent!.attachmentId] }
  const now = await accept(doctor, consultationId, { evidence })
  expect(now).toMatchObject({ status: 'in-progress', evidence: { record: null, pictures: [{ attachmentId }] } })
})

describe('asking back', () => {
  it('is one message of the talk, and the resident is to answer', async () => {
    const { doctor, resident, consultationId } = await asked()
    const question = (text: string) => ({
      params: { consultationId },
      body: { messageId: '01993c00-0000-7000-8000-0000000000aa', text },
    })
    const now = await doctor.consultationsDoctor.askBack(question('请补拍一张出院小结'))
    expect(now).toMatchObject({ status: 'planned', awaiting: 'resident', last: 1 })
    // The same tap with a new key is the same message; other words under its id are not.
    expect(await doctor.consultationsDoctor.askBack(question('请补拍一张出院小结'))).toMatchObject({ last: 1 })
    expect(await codeOf(doctor.consultationsDoctor.askBack(question('请再发一张')))).toBe('idempotency_key_reused')
    const { messages } = await resident.consultationTalk.messages({ params: { consultationId }, query: {} })
    expect(messages).toMatchObject([{ from: 'doctor', authorName: '李明', text: '请补拍一张出院小结', seq: 1 }])
    expect(await audited(resident.personId, 'consultations.ask-back')).toHaveLength(1)
  })

  it('is one question at a time: the next when the resident has answered', async () => {
    const { doctor, resident, consultationId } = await asked()
    const of = { params: { consultationId } }
    const ask = (text: string) => doctor.consultationsDoctor.askBack({ ...of, body: { messageId: uuid(), text } })
    expect((await ask('请问现在吃哪些药？')).can.askBack).toBe(false)
    const refused = await refusalOf(ask('怎么吃？'))
    expect([refused.code, refused.message]).toEqual(['waiting_for_answer', sentenceOf('waiting_for_answer')])
    const body = { messageId: uuid(), kind: 'text' as const, text: '氨氯地平，早上一片' }
    await resident.consultationTalk.send({ ...of, body })
    expect(await ask('血压多少？')).toMatchObject({ last: 3, awaiting: 'resident' })
  })

  it('is over once it is accepted', async () => {
    const { doctor, consultationId, recordId } = await asked()
    await accept(doctor, consultationId, { evidence: record(recordId) })
    const body = { messageId: '01993c00-0000-7000-8000-0000000000ab', text: '请补拍一张出院小结' }
    expect(await codeOf(doctor.consultationsDoctor.askBack({ params: { consultationId }, body }))).toBe(
      'consultation_state',
    )
  })
})

test('a doctor of whom the county’s directory says less than when it was asked, or a small child on its own: neither accepted nor asked back', async () => {
  const child = { birthDate: `${new Date(server.clock.now()).getUTCFullYear() - 3}-01-15` }
  const tries = async (change: string, code: string, given: Partial<typeof child> = {}) => {
    const body = { messageId: uuid(), text: '请补拍一张出院小结' }
    const doctor = await newConsultingDoctor(server, { paediatric: true })
    const resident = await newResident(server)
    const { consultationId, earlier } = await askDoctor(server, resident, doctor)
    if (given.birthDate)
      await server.db.query('UPDATE person SET birth_date = ? WHERE person_id = ?', [
        given.birthDate,
        resident.personId,
      ])
    await server.db.query(`UPDATE doctor SET ${change} WHERE doctor_id = ?`, [doctor.doctorId])
    expect(await codeOf(accept(doctor, consultationId, { evidence: record(earlier.record!.recordId) }))).toBe(code)
    expect(await codeOf(doctor.consultationsDoctor.askBack({ params: { consultationId }, body }))).toBe(code)
  }
  await tries(`independent_since = NULL`, 'practice_years_short')
  await tries(`active = FALSE`, 'doctor_inactive')
  await tries(`paediatric = FALSE`, 'paediatric_doctor_required', child)
  // Asked as for somebody older, whose birth date was put right since.
  await tries(`paediatric = TRUE`, 'guardian_missing', child)
})
