/** Everybody but the doctor who is responsible now: nothing of it, at any of the doctor's endpoints. */
import { v7 as uuid } from 'uuid'
import { codeOf } from '../../../testing/client'
import { newClinic } from '../../../testing/clinic'
import { type ConsultingDoctor, newConsultingDoctor } from '../../../testing/consulting'
import { type TestServer, startTestServer } from '../../../testing/server'
import { type SignedIn, newAdministrator, newResident, newStaff } from '../../../testing/signed-in'
import { type Asked, type Steps, stepsOf } from './testing'

let server: TestServer
let step: Steps
let asked: Asked
beforeAll(async () => {
  server = await startTestServer()
  step = stepsOf(server)
  asked = await step.asked()
}, 60_000)
afterAll(() => server?.stop())

/** Each endpoint that names a consultation, as this caller would call it. */
const calls = ({ consultationsDoctor: as }: SignedIn, { consultationId }: Asked, colleague: ConsultingDoctor) => {
  const of = step.of(consultationId)
  const { doctorId, institutionId } = colleague
  return {
    show: as.doctorConsultation(of),
    records: as.patientRecords({ ...of, query: { kind: 'diagnosis' } }),
    accept: as.accept({
      ...of,
      body: { assessment: 'follow_up', evidence: { by: 'county_record', recordId: asked.recordId } },
    }),
    askBack: as.askBack({ ...of, body: { messageId: uuid(), text: '请补拍' } }),
    targets: as.transferTargets(of),
    transfer: as.transfer({ ...of, body: { doctorId, institutionId, words: '请您看看' } }),
    decline: as.decline({ ...of, body: { words: '不是我的专科' } }),
    stop: as.stop({ ...of, body: { why: 'unsuitable', words: '要当面看', departmentId: null } }),
    slots: as.clinicSlots({ ...of, query: { departmentId: asked.doctor.clinic.departmentId } }),
    bookClinic: as.bookClinic({ ...of, body: { slotId: 'slot-1' } }),
    followedUp: as.followedUp(of),
  }
}
const codes = async (who: SignedIn): Promise<string[]> => {
  const colleague = await newConsultingDoctor(server)
  const answers = Object.values(calls(who, asked, colleague)).map(codeOf)
  return [...new Set(await Promise.all(answers))]
}
const picture = async (): Promise<string> => {
  const tables = ['consultation', 'consultation_message', 'appointment', 'outbox_event', 'message_event']
  const rows: { Checksum: string }[] = await server.db.query(`CHECKSUM TABLE ${tables.join(', ')}`)
  return rows.map(r => r.Checksum).join()
}

const others: Record<string, () => Promise<SignedIn>> = {
  'another doctor of the same institution': () => newConsultingDoctor(server, { at: asked.doctor.clinic }),
  'a doctor of another institution': () => newConsultingDoctor(server),
  'the same doctor at another institution': async () => {
    const { institutionId } = await newClinic(server)
    return newStaff(server, { role: 'doctor', institutionId, practitionerId: asked.doctor.doctorId })
  },
  'a doctor of the same institution who is not in the directory': () =>
    newStaff(server, { role: 'doctor', institutionId: asked.doctor.institutionId }),
}
test.each(Object.keys(others))('%s: as if there were none', async who => {
  const caller = await others[who]!()
  const before = await picture()
  expect(await codes(caller)).toEqual(['not_found'])
  expect(await picture()).toBe(before)
})

test('whoever is no doctor is refused: the resident, a clerk, an administrator, nobody', async () => {
  const { institutionId } = asked.doctor
  const callers = [
    asked.resident,
    await newResident(server),
    await newStaff(server, { role: 'staff', institutionId }),
    await newAdministrator(server, institutionId),
  ]
  const before = await picture()
  for (const who of callers) expect(await codes(who)).toEqual(['forbidden'])
  expect(await picture()).toBe(before)
  const { status } = await fetch(`${server.base}/api/doctor/consultations/${asked.consultationId}`)
  expect(status).toBe(401)
})

test('the doctor’s phone alone is not enough: the passcode of the working period is asked for', async () => {
  const own = await step.asked()
  server.clock.push(61 * 60_000)
  expect(await codeOf(step.show(own))).toBe('second_factor_required')
  expect(await codeOf(own.doctor.consultationsDoctor.queue({ query: {} }))).toBe('second_factor_required')
  expect(await codeOf(step.accept(own))).toBe('second_factor_required')
  await own.doctor.enterSecondFactor()
  expect(await step.accept(own)).toMatchObject({ status: 'in-progress' })
})

test('a missing consultation is answered as a foreign one', async () => {
  const missing = { ...asked, consultationId: uuid() }
  const colleague = await newConsultingDoctor(server)
  const answers = Object.values(calls(colleague, missing, colleague)).map(codeOf)
  expect([...new Set(await Promise.all(answers))]).toEqual(['not_found'])
})

describe('the county’s records', () => {
  const look = ({ doctor, consultationId }: Asked, kind: 'diagnosis' | 'prescription' | 'reading' | 'report') =>
    doctor.consultationsDoctor.patientRecords({ ...step.of(consultationId), query: { kind } })

  it('only while the resident allows it, each look audited with its kind', async () => {
    const own = await step.asked()
    const { resident, consultationId } = own
    expect((await look(own, 'diagnosis')).records).toMatchObject([{ kind: 'diagnosis', title: '高血压' }])
    expect((await look(own, 'report')).records).toEqual([])
    const { personId } = resident
    const audits = await step.audited(personId, 'consultations.records')
    expect(audits.map(a => (a.details as unknown as { kind: string }).kind)).toEqual(['diagnosis', 'report'])
    const allow = (allowed: boolean) =>
      resident.consultations.changeRecordsAccess({ ...step.of(consultationId), body: { allow: allowed } })
    await allow(false)
    expect(await codeOf(look(own, 'diagnosis'))).toBe('records_not_allowed')
    await allow(true)
    await step.accept(own)
    expect((await look(own, 'diagnosis')).records).toHaveLength(1)
    await step.stop(own)
    expect(await codeOf(look(own, 'diagnosis'))).toBe('consultation_state')
    expect(await step.audited(personId, 'consultations.records')).toHaveLength(3)
    const { accesses } = await resident.audit.accesses({ params: { personId }, query: {} })
    expect(accesses.map(a => a.action)).toContain('医生在问诊中查看您的县内病历')
  })
})
