/** Who saw my data; whether the record of it is whole; what the county platform hears of it. */
import { identifierSystems } from 'shared/kernel/fhir-systems'
import { codeOf } from '../../testing/client'
import { type Clinic, newClinic } from '../../testing/clinic'
import { type TestServer, startTestServer } from '../../testing/server'
import { type Resident, type StaffMember, newAdministrator, newResident } from '../../testing/signed-in'
import { dayOf } from '../../clock'
import { AuditEvent, recordAccess, recordAccesses } from '.'

let server: TestServer
let clinic: Clinic
let admin: StaffMember
let resident: Resident
beforeAll(async () => {
  server = await startTestServer()
  clinic = await newClinic(server)
  admin = await newAdministrator(server, clinic.institutionId)
  resident = await newResident(server)
})
afterAll(() => server.stop())

const lookOf = (personId: string, action = 'desk.list') => ({
  at: server.clock.now(),
  action,
  accountId: clinic.clerk.accountId,
  role: 'staff',
  institutionId: clinic.institutionId,
  personId,
  purpose: null,
  requestId: null,
})
const today = () => dayOf(server.clock.now(), server.context.config.TIME_ZONE)

test('a person reads who saw their data, in words', async () => {
  await recordAccess(server.db, lookOf(resident.personId, 'desk.check-in'))
  const { accesses } = await resident.audit.accesses({ params: { personId: resident.personId }, query: {} })
  expect(accesses[0]).toMatchObject({
    action: '办理报到',
    actor: expect.stringMatching(/^测试卫生院\S* 工作人员 测\*+$/),
  })
})

test("another person's accesses are not found, and an administrator has no short cut", async () => {
  const other = await newResident(server)
  const call = { params: { personId: resident.personId }, query: {} }
  expect(await codeOf(other.audit.accesses(call))).toBe('not_found')
  expect(await codeOf(admin.audit.accesses(call))).toBe('not_found')
})

test('a list that refreshes itself is one look an hour per person', async () => {
  const { personId } = await newResident(server)
  const looks = () => server.db.manager.countBy(AuditEvent, { personId, action: 'desk.list' })
  for (let n = 0; n < 3; n++)
    await recordAccesses(server.db, [lookOf(personId), lookOf(personId)], { onceEvery: 'hour' })
  expect(await looks()).toBe(1)
  server.clock.push(3_600_000)
  await admin.enterSecondFactor()
  await recordAccesses(server.db, [lookOf(personId)], { onceEvery: 'hour' })
  expect(await looks()).toBe(2)
  for (const b of ['1', '2', '1'])
    await recordAccesses(server.db, [{ ...lookOf(personId), details: { b, about: '1' } }], { onceEvery: 'hour' })
  expect(await looks()).toBe(4)
})

test("the administrator's search finds rows and leaves one of its own", async () => {
  const query = { from: today(), to: today(), personId: resident.personId }
  await admin.audit.auditSearch({ query })
  const { rows } = await admin.audit.auditSearch({ query })
  expect(rows[0]).toMatchObject({ action: 'audit.search', accountId: admin.accountId, personId: resident.personId })
  expect(rows.map(r => r.action)).toContain('desk.check-in')
  expect(await codeOf(admin.audit.auditSearch({ query: { from: '2026-01-01', to: '2026-12-31' } }))).toBe(
    'range_invalid',
  )
  expect(await codeOf(resident.audit.auditSearch({ query }))).toBe('forbidden')
})

test('accesses by staff reach the county platform once; those of the person do not', async () => {
  server.clock.push(10 * 60_000)
  await server.runJob('audit-seal')
  for (let n = 0; n < 2; n++) await server.runJob('relay-deliver')
  const rows = await server.db.manager.findBy(AuditEvent, { personId: resident.personId })
  const events = [...server.platform.store.changedSince('AuditEvent')].filter(({ resource }) =>
    JSON.stringify(resource.entity).includes(resident.onFile.platformId),
  )
  expect(events).toHaveLength(rows.filter(r => r.role !== 'resident').length)
  expect(events.length).toBeGreaterThan(0)
  expect(events[0]!.resource.meta.tag).toMatchObject([{ system: identifierSystems.audit }])
})

describe('the seal', () => {
  const check = () => admin.audit.auditSeal({})
  const sealNow = async () => {
    server.clock.push(10 * 60_000)
    await admin.enterSecondFactor()
    await server.runJob('audit-seal')
  }
  const newest = async () => (await server.db.manager.find(AuditEvent, { order: { auditId: 'DESC' }, take: 1 }))[0]!
  const sealedLook = async () => {
    await recordAccess(server.db, lookOf(resident.personId))
    const row = await newest()
    await sealNow()
    return row
  }

  test('is whole while nobody touched a row, and leaves young rows for later', async () => {
    await sealNow()
    await recordAccess(server.db, lookOf(resident.personId))
    const state = await check()
    expect(state).toMatchObject({ whole: true, brokenBatches: [] })
    expect(state.sealedRows).toBeGreaterThan(0)
    expect(state.unsealedRows).toBeGreaterThan(0)
  })

  test('shows a changed row', async () => {
    const { auditId, accountId } = await sealedLook()
    await server.db.query(`UPDATE audit_event SET account_id = NULL WHERE audit_id = ?`, [auditId])
    expect(await check()).toMatchObject({ whole: false, brokenBatches: [{ why: 'row_changed' }] })
    await server.db.query(`UPDATE audit_event SET account_id = ? WHERE audit_id = ?`, [accountId, auditId])
    expect(await check()).toMatchObject({ whole: true })
  })

  test('shows an added row', async () => {
    const { auditId } = await sealedLook()
    // Ids that a rolled-back transaction left free lie in the sealed range too.
    await server.db.query('UPDATE audit_seal SET to_id = to_id + 1 ORDER BY batch DESC LIMIT 1')
    await server.db.query(`INSERT INTO audit_event (audit_id, at, action) VALUES (?, ?, 'desk.list')`, [
      Number(auditId) + 1,
      server.clock.now(),
    ])
    expect(await check()).toMatchObject({ whole: false, brokenBatches: [{ why: 'row_added' }] })
    await server.db.query('DELETE FROM audit_event WHERE audit_id = ?', [Number(auditId) + 1])
    await server.db.query('UPDATE audit_seal SET to_id = to_id - 1 ORDER BY batch DESC LIMIT 1')
    expect(await check()).toMatchObject({ whole: true })
  })

  test('shows a removed row, and a seal that was removed or written anew', async () => {
    const { auditId } = await sealedLook()
    await sealedLook()
    await server.db.query('DELETE FROM audit_event WHERE audit_id = ?', [auditId])
    const { brokenBatches } = await check()
    expect(brokenBatches).toMatchObject([{ why: 'row_missing' }])
    await server.db.query('DELETE FROM audit_seal WHERE batch = ?', [brokenBatches[0]!.batch])
    expect(await check()).toMatchObject({ whole: false, brokenBatches: [{ why: 'chain_broken' }] })
  })
})
