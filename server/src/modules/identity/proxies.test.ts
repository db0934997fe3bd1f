import { scopes } from 'shared/identity/schemas'
import { addDays, dayOf } from '../../clock'
import { codeOf, refusalOf } from '../../testing/client'
import { newClinic } from '../../testing/clinic'
import { addPersonOnFile } from '../../testing/people'
import { type TestServer, startTestServer } from '../../testing/server'
import { type Resident, type StaffMember, newAdministrator, newResident, newStaff } from '../../testing/signed-in'
import { AuditEvent } from '../audit'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.stop())

const today = () => dayOf(server.clock.now(), server.context.config.TIME_ZONE)
const inDays = (days: number) => addDays(today(), days)
const scope = ['card' as const]

const grantTo = (from: Resident, to: Resident, endsOn = inDays(30)) =>
  from.identity.grantProxy({
    body: { grantee: { kind: 'relative', phone: to.wechatPhone, relation: 'child' }, scope, endsOn },
  })
const sees = async (who: Resident | StaffMember, personId: string): Promise<boolean> => {
  const { people } = await who.identity.people({})
  const listed = people.some(p => p.person.personId === personId)
  const usages = await who.healthCard.cardUsages({ params: { personId } }).catch(() => null)
  expect(usages !== null).toBe(listed)
  return listed
}
let practitioners = 0
const newDoctor = (): Promise<StaffMember> =>
  newStaff(server, {
    role: 'doctor',
    institutionId: 'org-qingshi',
    practitionerId: `doc-test-${++practitioners}`,
    displayName: '张文华',
  })

test('a relative acts within scope and time, and either side ends it at once', async () => {
  const [elder, son] = [await newResident(server), await newResident(server)]
  const proxy = await grantTo(elder, son)
  expect(proxy).toMatchObject({ state: 'active', recordedInPerson: false })
  expect(proxy.actorName).toMatch(/^.\*+$/)
  expect(await sees(son, elder.personId)).toBe(true)
  await elder.identity.revokeProxy({ params: proxy })
  expect(await sees(son, elder.personId)).toBe(false)

  const second = await grantTo(elder, son)
  await son.identity.revokeProxy({ params: second })
  expect(await sees(son, elder.personId)).toBe(false)
  expect((await elder.identity.proxies({})).proxies.map(p => p.state)).toEqual(['ended', 'ended'])
})

test('it ends with its last day, and may be given anew', async () => {
  const [elder, son] = [await newResident(server), await newResident(server)]
  await grantTo(elder, son, inDays(2))
  expect(await codeOf(grantTo(elder, son))).toBe('already_authorised')
  server.clock.push(3 * 86_400_000)
  expect(await sees(son, elder.personId)).toBe(false)
  expect((await elder.identity.proxies({})).proxies[0]!.state).toBe('ended')
  await grantTo(elder, son)
  expect(await sees(son, elder.personId)).toBe(true)
})

test('the job ends what is past and tells the county platform', async () => {
  const [elder, son] = [await newResident(server), await newResident(server)]
  const { linkId } = await grantTo(elder, son, inDays(1))
  server.clock.push(2 * 86_400_000)
  await server.runJob('identity-end-proxies')
  const events = await server.db.query(
    'SELECT version, data FROM outbox_event WHERE business_key = ? ORDER BY version',
    [`proxy:${linkId}`],
  )
  expect(events.map((e: { version: number }) => e.version)).toEqual([1, 2])
})

test.each([
  ['today', 0],
  ['yesterday', -1],
  ['too late', 1096],
])('an end date of %s is refused', async (_, days) => {
  const [elder, son] = [await newResident(server), await newResident(server)]
  const refused = await refusalOf(grantTo(elder, son, inDays(days)))
  expect([refused.code, refused.details.latest]).toEqual(['end_date_invalid', inDays(1095)])
})

test('nobody is authorised by an unknown phone, nor oneself, nor one of two who share a phone', async () => {
  const elder = await newResident(server)
  const grant = (phone: string) =>
    elder.identity.grantProxy({
      body: { grantee: { kind: 'relative', phone, relation: 'child' }, scope, endsOn: inDays(30) },
    })
  expect(await codeOf(grant('19909999999'))).toBe('grantee_not_found')
  expect(await codeOf(grant(elder.wechatPhone))).toBe('grantee_not_found')
  const twin = await newResident(server)
  await newResident(server, { phone: twin.wechatPhone })
  expect(await codeOf(grant(twin.wechatPhone))).toBe('grantee_not_found')
})

test('a doctor acts only in a working period and while the position is enabled', async () => {
  const [elder, doctor] = [await newResident(server), await newDoctor()]
  const practitionerId = (await doctor.identity.me({})).positions[0]!.practitionerId!
  const proxy = await elder.identity.grantProxy({
    body: { grantee: { kind: 'doctor', practitionerId }, scope, endsOn: inDays(30) },
  })
  expect(proxy.actorName).toBe('张文华')
  expect(await sees(doctor, elder.personId)).toBe(true)
  server.clock.push(9 * 3_600_000)
  expect(await sees(doctor, elder.personId)).toBe(false)
  await doctor.enterSecondFactor()
  expect(await sees(doctor, elder.personId)).toBe(true)

  const administrator = await newAdministrator(server)
  const { staff } = await administrator.identityStaff.staff({ query: {} })
  const { staffId } = staff.find(s => s.practitionerId === practitionerId)!
  await administrator.identityStaff.setStaffDisabled({ params: { staffId }, body: { disabled: true, reason: '离职' } })
  expect(await sees(doctor, elder.personId)).toBe(false)
})

test('a doctor records the signed paper of somebody without a phone', async () => {
  const doctor = await newDoctor()
  const elder = addPersonOnFile(server, { phone: null })
  const body = { ...elder, scope, endsOn: inDays(365), paperReference: '卫生室文件夹 3-12' }
  const proxy = await doctor.identityStaff.recordProxy({ body })
  expect(proxy.recordedInPerson).toBe(true)
  expect(await sees(doctor, proxy.person.personId)).toBe(true)
  expect(await codeOf(doctor.identityStaff.recordProxy({ body }))).toBe('already_authorised')

  // Registered later, the person reads who acts for them, and ends it.
  const { personId } = proxy.person
  const rows = await server.db.query('SELECT action, purpose FROM audit_event WHERE person_id = ?', [personId])
  expect(rows).toContainEqual({ action: 'identity.record-proxy', purpose: '纸质授权书 卫生室文件夹 3-12' })
})

test('only doctors record papers, after the passcode', async () => {
  const elder = addPersonOnFile(server, { phone: null })
  const body = { ...elder, scope, endsOn: inDays(30), paperReference: '文件夹 1' }
  const resident = await newResident(server)
  expect(await codeOf(resident.identityStaff.recordProxy({ body }))).toBe('forbidden')
  const clerk = await newStaff(server, { role: 'staff', institutionId: 'org-qingshi' })
  expect(await codeOf(clerk.identityStaff.recordProxy({ body }))).toBe('forbidden')
  const doctor = await newDoctor()
  server.clock.push(9 * 3_600_000)
  expect(await codeOf(doctor.identityStaff.recordProxy({ body }))).toBe('second_factor_required')
})

test('a stranger can neither see nor revoke it', async () => {
  const [elder, son, stranger] = [await newResident(server), await newResident(server), await newResident(server)]
  const { linkId } = await grantTo(elder, son)
  expect(await codeOf(stranger.identity.revokeProxy({ params: { linkId } }))).toBe('not_found')
  expect((await stranger.identity.proxies({})).proxies).toEqual([])
  expect(await sees(son, elder.personId)).toBe(true)
})

describe('a doctor who acts under a proxy', () => {
  const rowsAbout = (personId: string, who: StaffMember) =>
    server.db.manager.find(AuditEvent, { where: { personId, accountId: who.accountId }, order: { auditId: 'ASC' } })

  test('is audited as a doctor at their institution, by the proxy', async () => {
    const clinic = await newClinic(server)
    const { institutionId } = clinic
    const { slotId } = await clinic.addSession({ inDays: 2 })
    const doctor = await newStaff(server, { role: 'doctor', institutionId, practitionerId: clinic.doctorId })
    const elder = addPersonOnFile(server, { phone: null })
    const body = { ...elder, scope: [...scopes], endsOn: inDays(30), paperReference: '文件夹 7' }
    const { person, linkId } = await doctor.identityStaff.recordProxy({ body })
    const { personId } = person
    await doctor.identity.people({})
    await doctor.healthCard.cards({})
    await doctor.healthCard.cardUsages({ params: { personId } })
    await doctor.audit.accesses({ params: { personId }, query: {} })
    await doctor.appointments.book({ body: { slotId, personId } })
    await doctor.appointments.appointments({ query: {} })

    const [paper, ...rows] = await rowsAbout(personId, doctor)
    expect(paper).toMatchObject({ action: 'identity.record-proxy', role: 'doctor', institutionId })
    expect(rows.map(r => r.action).sort()).toEqual([
      'appointments.book',
      'appointments.list',
      'audit.accesses',
      'health-card.list',
      'health-card.usages',
      'identity.list-people',
    ])
    for (const row of rows)
      expect(row).toMatchObject({
        role: 'doctor',
        institutionId,
        purpose: '依据代办授权',
        details: { basis: 'proxy', linkId },
      })
  })

  test('a relative stays a resident, and so does a doctor for their own family', async () => {
    const [doctor, elder] = [await newResident(server), await newResident(server)]
    await newStaff(server, { role: 'doctor', institutionId: 'org-qingshi', practitionerId: 'doc-son' }, doctor)
    await grantTo(elder, doctor)
    await doctor.identity.people({})
    const rows = await server.db.manager.findBy(AuditEvent, {
      personId: elder.personId,
      action: 'identity.list-people',
    })
    expect(rows).toMatchObject([{ role: 'resident', institutionId: null, purpose: null }])
  })

  test('at two institutions says in which one; the proxy and the rows are of that one', async () => {
    const practitionerId = `doc-test-${++practitioners}`
    const doctor = await newStaff(server, { role: 'doctor', institutionId: 'org-qingshi', practitionerId })
    await newStaff(server, { role: 'doctor', institutionId: 'org-county', practitionerId }, doctor)
    const paper = { scope, endsOn: inDays(30), paperReference: '文件夹 8' }
    const elder = addPersonOnFile(server, { phone: null })
    const undecided = await refusalOf(doctor.identityStaff.recordProxy({ body: { ...elder, ...paper } }))
    expect(undecided.code).toBe('institution_choice')
    expect((undecided.details.institutionIds as string[]).sort()).toEqual(['org-county', 'org-qingshi'])
    const elsewhere = { ...elder, ...paper, institutionId: 'org-other' }
    expect(await codeOf(doctor.identityStaff.recordProxy({ body: elsewhere }))).toBe('forbidden')
    const { person } = await doctor.identityStaff.recordProxy({
      body: { ...elder, ...paper, institutionId: 'org-county' },
    })
    await doctor.identity.people({})
    const rows = await rowsAbout(person.personId, doctor)
    expect(rows.map(r => r.institutionId)).toEqual(['org-county', 'org-county'])

    const resident = await newResident(server)
    const grant = (institutionId?: string) =>
      resident.identity.grantProxy({
        body: { grantee: { kind: 'doctor', practitionerId, institutionId }, scope, endsOn: inDays(30) },
      })
    expect(await codeOf(grant())).toBe('institution_choice')
    await grant('org-qingshi')
    await doctor.identity.people({})
    const [row] = await rowsAbout(resident.personId, doctor)
    expect(row).toMatchObject({ role: 'doctor', institutionId: 'org-qingshi' })
  })
})
