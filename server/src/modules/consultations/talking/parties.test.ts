/** Nobody but the two sides: no message and no picture reaches a stranger, another doctor, a clerk (events: parties-live.test.ts). */
import { v7 as uuid } from 'uuid'
import { ProblemError } from 'shared/kernel/client'
import { addDays, dayOf } from '../../../clock'
import { setCountyTime } from '../../../testing/clinic'
import { codeOf } from '../../../testing/client'
import { type ConsultingDoctor, askDoctor, newConsultation, newConsultingDoctor } from '../../../testing/consulting'
import { type LiveClient, signedInLive } from '../../../testing/live-client'
import { type TestServer, startTestServer } from '../../../testing/server'
import { type Resident, type SignedIn, newAdministrator, newResident, newStaff } from '../../../testing/signed-in'
import { newRelative, uploadBy } from './testing'

let server: TestServer
let doctor: ConsultingDoctor
let resident: Resident
let consultationId: string
const phones: LiveClient[] = []

beforeAll(async () => {
  server = await startTestServer()
  setCountyTime(server, '09:00', 1)
}, 60_000)
beforeEach(async () => {
  const begun = await newConsultation(server, { accepted: true })
  doctor = begun.doctor
  resident = begun.resident
  consultationId = begun.consultationId
})
afterEach(() => phones.splice(0).forEach(phone => phone.cut()))
afterAll(() => server?.stop())

const params = (id = consultationId) => ({ params: { consultationId: id } })
const text = (words = '头还是晕') => ({ messageId: uuid(), kind: 'text' as const, text: words })
const reached = { delivered: 1, read: 1 }
const listen = async ({ tokens }: SignedIn): Promise<LiveClient> => {
  const phone = await signedInLive(server.base, tokens)
  phones.push(phone)
  return phone
}
/** Every endpoint of the talk, with both roles' paths. */
const tries = ({ consultationTalk: talk }: SignedIn, id = consultationId): (() => Promise<unknown>)[] => [
  () => talk.messages({ ...params(id), query: {} }),
  () => talk.send({ ...params(id), body: text() }),
  () => talk.reached({ ...params(id), body: reached }),
  () => talk.doctorMessages({ ...params(id), query: {} }),
  () => talk.doctorSend({ ...params(id), body: text() }),
  () => talk.doctorReached({ ...params(id), body: reached }),
]
const codes = async (who: SignedIn, id?: string) => {
  const found: string[] = []
  for (const one of tries(who, id)) found.push(await codeOf(one()))
  return found
}
const notFound = (n: number) => Array<string>(n).fill('not_found')
const forbidden = Array<string>(3).fill('forbidden')
const uploaded = (by: SignedIn) => uploadBy(by, 'picture')

describe('over HTTP', () => {
  it('strangers find nothing, the same as of a consultation that does not exist', async () => {
    const stranger = await newResident(server)
    expect(await codes(stranger)).toEqual([...notFound(3), ...forbidden])
    expect(await codes(stranger, uuid())).toEqual([...notFound(3), ...forbidden])
  })

  it('another doctor of the same clinic, one of another, a clerk and an administrator find nothing', async () => {
    const { clinic } = doctor
    const colleague = await newConsultingDoctor(server, { at: clinic })
    const elsewhere = await newConsultingDoctor(server)
    for (const other of [colleague, elsewhere]) expect(await codes(other)).toEqual(notFound(6))
    for (const staff of [clinic.clerk, await newAdministrator(server)])
      expect(await codes(staff)).toEqual([...notFound(3), ...forbidden])
  })

  it('the same doctor at another institution is another position', async () => {
    const { institutionId } = await newConsultingDoctor(server).then(d => d.clinic)
    const position = { role: 'doctor' as const, institutionId, practitionerId: doctor.doctorId }
    const elsewhere = await newStaff(server, position)
    expect(await codes(elsewhere)).toEqual(notFound(6))
  })

  it('a doctor whose working period is over enters the passcode first, a disabled one never', async () => {
    server.clock.push(9 * 3_600_000)
    const work = tries(doctor).slice(3)
    for (const one of work) expect(await codeOf(one())).toBe('second_factor_required')
    await doctor.enterSecondFactor()
    for (const one of work) await one()
    await server.db.query('UPDATE staff SET disabled_at = ? WHERE account_id = ?', [
      server.clock.now(),
      doctor.accountId,
    ])
    for (const one of work) expect(await codeOf(one())).toBe('account_disabled')
  })

  it('whoever signed out has no part any more', async () => {
    const { accessToken } = resident.tokens
    await resident.identity.signOut({})
    for (const [method, path, body] of [
      ['GET', 'messages', undefined],
      ['POST', 'messages', text()],
      ['POST', 'reached', reached],
    ] as const) {
      const headers = { Authorization: `Bearer ${accessToken}` }
      const answer = await resident.ask(method, `/consultations/${consultationId}/${path}`, { body, headers })
      expect([answer.status, (answer.body as { code: string }).code]).toEqual([401, 'signed_out'])
    }
  })

  it('a relative needs the scope of records, and loses it with the proxy', async () => {
    const { relative, linkId } = await newRelative(server, resident, 'records')
    const { relative: booking } = await newRelative(server, resident, 'appointments')
    await relative.consultationTalk.send({ ...params(), body: text('我来问') })
    expect((await codes(booking)).slice(0, 3)).toEqual(notFound(3))
    await resident.identity.revokeProxy({ params: { linkId } })
    expect((await codes(relative)).slice(0, 3)).toEqual(notFound(3))
  })

  it('a doctor with the resident’s proxy does not come in by it', async () => {
    const proxy = await newConsultingDoctor(server)
    const { staffId } = (
      await server.db.query('SELECT staff_id AS staffId FROM staff WHERE account_id = ?', [proxy.accountId])
    )[0]
    await server.db.query(
      `INSERT INTO person_link (link_id, account_id, person_id, basis, scope, state, live_key, staff_id, ends_on, created_at)
       VALUES (?, ?, ?, 'proxy', 'records,appointments', 'active', ?, ?, '2099-12-31', ?)`,
      [uuid(), proxy.accountId, resident.personId, uuid(), staffId, server.clock.now()],
    )
    expect(await codes(proxy)).toEqual(notFound(6))
  })
})

test('after a transfer it is the new doctor’s alone: messages, pictures, events', async () => {
  const attachmentId = await uploaded(resident)
  await resident.consultationTalk.send({ ...params(), body: { messageId: uuid(), kind: 'picture', attachmentId } })
  const page = await doctor.consultationTalk.doctorMessages({ ...params(), query: {} })
  const link = server.base + page.messages[0]!.attachment!.url
  expect((await fetch(link)).status).toBe(200)

  const next = await newConsultingDoctor(server)
  await server.db.query('UPDATE consultation SET doctor_id = ?, institution_id = ? WHERE consultation_id = ?', [
    next.doctorId,
    next.institutionId,
    consultationId,
  ])
  const [before, now] = [await listen(doctor), await listen(next)]
  expect((await fetch(link)).status).toBe(404)
  expect(await codes(doctor)).toEqual(notFound(6))
  expect(await codeOf(doctor.attachments.attachmentLink({ params: { attachmentId } }))).toBe('not_found')
  expect((await next.consultationTalk.doctorMessages({ ...params(), query: {} })).messages).toHaveLength(1)
  await resident.consultationTalk.send({ ...params(), body: text() })
  await expect(now.next()).resolves.toEqual({ type: 'news', consultationId, seq: 2 })
  expect(await before.rest()).toEqual([])
})

test('a doctor who looks at a picture alone leaves a row too, once an hour', async () => {
  const attachmentId = await uploaded(resident)
  await resident.consultationTalk.send({ ...params(), body: { messageId: uuid(), kind: 'picture', attachmentId } })
  for (const who of [doctor, doctor, resident]) await who.attachments.attachmentLink({ params: { attachmentId } })
  const rows = await server.db.query(
    `SELECT account_id AS accountId, role FROM audit_event WHERE person_id = ? AND action = 'consultations.show'`,
    [resident.personId],
  )
  expect(rows).toEqual([{ accountId: doctor.accountId, role: 'doctor' }])
})

test('a picture opens for the two sides alone', async () => {
  const attachmentId = await uploaded(resident)
  const link = { params: { attachmentId } }
  await resident.consultationTalk.send({ ...params(), body: { messageId: uuid(), kind: 'picture', attachmentId } })
  const stranger = await newResident(server)
  const others = [stranger, doctor.clinic.clerk, await newConsultingDoctor(server), await newAdministrator(server)]
  for (const other of others) expect(await codeOf(other.attachments.attachmentLink(link))).toBe('not_found')
  await doctor.attachments.attachmentLink(link)
  server.clock.push(9 * 3_600_000)
  expect(await codeOf(doctor.attachments.attachmentLink(link))).toBe('not_found')
})

test('a refusal says nothing of what is inside', async () => {
  const stranger = await newResident(server)
  const refused = await stranger.consultationTalk.messages({ ...params(), query: {} }).catch((e: unknown) => e)
  expect(refused).toBeInstanceOf(ProblemError)
  expect((refused as ProblemError).details).toEqual({})
})

test('of a small child a grown-up relative writes alone; the child and a sibling under age read, and see no box to write in', async () => {
  const bornBefore = (years: number) => {
    const today = dayOf(server.clock.now(), server.context.config.TIME_ZONE)
    return { birthDate: addDays(today, -Math.round(years * 365.25)) }
  }
  const child = await newResident(server, bornBefore(4))
  const { relative: mother } = await newRelative(server, child, 'records', bornBefore(30))
  const { relative: sibling } = await newRelative(server, child, 'records', bornBefore(12))
  const { personId, onFile } = child
  const paediatrician = await newConsultingDoctor(server, { paediatric: true })
  const asked = await askDoctor(server, { ...mother, personId, onFile }, paediatrician, { guardianPresent: true })
  expect(asked).toMatchObject({ guardianWrites: false, can: { write: true } })
  const of = params(asked.consultationId)
  for (const small of [child, sibling]) {
    expect(await codeOf(small.consultationTalk.send({ ...of, body: text() }))).toBe('guardian_required')
    expect(await small.consultations.consultation(of)).toMatchObject({ guardianWrites: true, can: { write: false } })
    expect((await small.consultationTalk.messages({ ...of, query: {} })).messages).toEqual([])
  }
  expect((await mother.consultationTalk.send({ ...of, body: text() })).seq).toBe(1)
  expect(await mother.consultations.consultation(of)).toMatchObject({ guardianWrites: false, can: { write: true } })
})
