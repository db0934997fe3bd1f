import { defaultAppointmentRules } from 'shared/appointments/rules-contract'
import { codeOf } from '../../../testing/client'
import { newClinic } from '../../../testing/clinic'
import { type TestServer, startTestServer } from '../../../testing/server'
import { newAdministrator, newResident, newStaff } from '../../../testing/signed-in'

let server: TestServer
beforeAll(async () => void (server = await startTestServer()), 60_000)
afterAll(() => server?.stop())

test('an administrator reads and changes the rules; who changed what is kept in words', async () => {
  const { institutionId } = await newClinic(server)
  const admin = await newAdministrator(server, institutionId)
  const params = { institutionId }
  const before = await admin.rules.rules({ params })
  expect(before).toMatchObject({ rules: defaultAppointmentRules, version: 1, changes: [] })
  const rules = { ...before.rules, horizonDays: 28, confirmByClinic: false, bring: ['身份证'] }
  const after = await admin.rules.changeRules({ params, body: { rules, version: 1 } })
  expect(after).toMatchObject({ rules, version: 2 })
  expect(after.changes).toEqual([
    {
      at: expect.any(String),
      by: expect.stringContaining('县级管理员'),
      what: [
        '提前放号天数：14 → 28',
        '预约需诊所确认：是 → 否',
        '就诊要带的东西：身份证、医保卡或医保码、以前的病历和检查单 → 身份证',
      ],
    },
  ])
  const [audit] = await server.db.query(
    `SELECT account_id AS who FROM audit_event WHERE action = 'appointments.change-rules' AND institution_id = ?`,
    [institutionId],
  )
  expect(audit.who).toBe(admin.accountId)
})

test('of two administrators at once one is told to look again', async () => {
  const { institutionId } = await newClinic(server)
  const [one, two] = [await newAdministrator(server, institutionId), await newAdministrator(server, institutionId)]
  const params = { institutionId }
  const change = (who: typeof one, horizonDays: number) =>
    who.rules.changeRules({ params, body: { rules: { ...defaultAppointmentRules, horizonDays }, version: 1 } })
  const results = await Promise.allSettled([change(one, 7), change(two, 21)])
  expect(results.map(r => r.status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(results.find(r => r.status === 'rejected')).toMatchObject({ reason: { code: 'version_conflict' } })
  expect((await one.rules.rules({ params })).version).toBe(2)
})

test('an institution that set nothing has the defaults, and its first change is version 1', async () => {
  const { institutionId } = await newClinic(server)
  await server.db.query('DELETE FROM institution_rules WHERE institution_id = ?', [institutionId])
  const admin = await newAdministrator(server, institutionId)
  const params = { institutionId }
  expect(await admin.rules.rules({ params })).toMatchObject({ rules: defaultAppointmentRules, version: 0 })
  const rules = { ...defaultAppointmentRules, offerHours: 12 }
  expect(await admin.rules.changeRules({ params, body: { rules, version: 0 } })).toMatchObject({ rules, version: 1 })
})

test('refuses what no institution may set, unknown ones, and everybody but administrators', async () => {
  const { institutionId } = await newClinic(server)
  const admin = await newAdministrator(server, institutionId)
  const params = { institutionId }
  const night = { ...defaultAppointmentRules, releaseAt: '03:00' }
  expect(await codeOf(admin.rules.changeRules({ params, body: { rules: night, version: 1 } }))).toBe(
    'validation_failed',
  )
  expect(await codeOf(admin.rules.rules({ params: { institutionId: 'org-none' } }))).toBe('not_found')
  const body = { rules: defaultAppointmentRules, version: 1 }
  for (const who of [await newResident(server), await newStaff(server, { role: 'staff', institutionId })]) {
    expect(await codeOf(who.rules.rules({ params }))).toBe('forbidden')
    expect(await codeOf(who.rules.changeRules({ params, body }))).toBe('forbidden')
  }
})
