import { codeOf } from '../../testing/client'
import { addPersonOnFile } from '../../testing/people'
import { type TestServer, startTestServer } from '../../testing/server'
import { type StaffMember, newAdministrator, newResident, newStaff, newcomer } from '../../testing/signed-in'

let server: TestServer
let administrator: StaffMember
beforeAll(async () => {
  server = await startTestServer()
  administrator = await newAdministrator(server)
})
afterAll(() => server.stop())

const statement = '我刚登录就提示身份已被别人绑定，我没有给过任何人身份证。'

/** Somebody bound the identity of the appellant. */
const stolen = async () => {
  const thief = await newResident(server)
  const owner = await newcomer(server)
  const { name, identityNumber } = thief.onFile
  const file = () => owner.identity.appeal({ body: { name, identityNumber, statement, phone: '19900009999' } })
  return { thief, owner, file, name, identityNumber }
}
const decide = (appealId: string, outcome: 'upheld' | 'rejected') =>
  administrator.identityStaff.decideAppeal({ params: { appealId }, body: { outcome, reason: '已核对身份证原件' } })

test('upheld: the identity is unbound everywhere at once and its owner registers', async () => {
  const { thief, owner, file, name, identityNumber } = await stolen()
  const keeper = await newResident(server, { phone: thief.onFile.phone })
  await keeper.identity.addMember({ body: { name, identityNumber, relation: 'other', scope: ['card'] } })
  const { appealId } = await file()
  const { appeals } = await administrator.identityStaff.appealsToDecide({ query: { state: 'open' } })
  const shown = appeals.find(a => a.appealId === appealId)!
  expect(shown).toMatchObject({ name, phone: '19900009999', statement, boundAccounts: 2 })
  expect(shown.identityNumber).toContain('**********')

  await decide(appealId, 'upheld')
  const left = await thief.identity.me({})
  expect([left.self, left.consents.filter(c => c.withdrawnAt === null)]).toEqual([null, []])
  expect((await keeper.identity.people({})).people).toHaveLength(1)
  const version = server.context.config.HEALTH_DATA_CONSENT_VERSION
  const body = { name, identityNumber, healthDataConsentVersion: version }
  const self = await owner.identity.registerSelf({ body })
  expect(self.personId).toBe(thief.personId)
  expect((await owner.identity.appeals({})).appeals).toMatchObject([
    { state: 'upheld', decisionReason: '已核对身份证原件' },
  ])
  // Whoever had bound it may register as themselves.
  const own = addPersonOnFile(server)
  const ownBody = { name: own.name, identityNumber: own.identityNumber, healthDataConsentVersion: version }
  expect((await thief.identity.registerSelf({ body: ownBody })).personId).not.toBe(self.personId)
})

test('rejected: everything stays, and another appeal may follow', async () => {
  const { thief, file } = await stolen()
  const { appealId } = await file()
  expect(await codeOf(file())).toBe('appeal_open')
  await decide(appealId, 'rejected')
  expect((await thief.identity.me({})).self).not.toBeNull()
  await file()
})

test('decided once, of two decisions at the same moment one', async () => {
  const { thief, file } = await stolen()
  const { appealId } = await file()
  const answers = await Promise.allSettled([decide(appealId, 'upheld'), decide(appealId, 'rejected')])
  expect(answers.filter(a => a.status === 'fulfilled')).toHaveLength(1)
  expect(await codeOf(decide(appealId, 'upheld'))).toBe('already_decided')
  const { appeals } = await administrator.identityStaff.appealsToDecide({ query: {} })
  const { state } = appeals.find(a => a.appealId === appealId)!
  expect((await thief.identity.me({})).self === null).toBe(state === 'upheld')
})

test('only an administrator reads and decides, and each of it leaves a row', async () => {
  const { owner, file } = await stolen()
  const { appealId } = await file()
  const clerk = await newStaff(server, { role: 'staff', institutionId: 'org-county' })
  for (const other of [owner, clerk]) {
    expect(await codeOf(other.identityStaff.appealsToDecide({ query: {} }))).toBe('forbidden')
    const body = { outcome: 'upheld' as const, reason: '我说了算' }
    expect(await codeOf(other.identityStaff.decideAppeal({ params: { appealId }, body }))).toBe('forbidden')
  }
  await decide(appealId, 'rejected')
  const rows: { action: string }[] = await server.db.query('SELECT action FROM audit_event WHERE account_id = ?', [
    administrator.accountId,
  ])
  expect(rows.map(r => r.action)).toContain('identity.decide-appeal')
})

test('whose appeal was listed reads it, once an hour for each', async () => {
  const [first, second] = [await stolen(), await stolen()]
  await first.file()
  await second.file()
  for (let n = 0; n < 2; n++) await administrator.identityStaff.appealsToDecide({ query: {} })
  for (const { thief } of [first, second]) {
    const { accesses } = await thief.audit.accesses({ params: { personId: thief.personId }, query: {} })
    expect(accesses.filter(a => a.action === '查看身份申诉')).toHaveLength(1)
  }
})

test('what was written is stored sealed', async () => {
  const { file, name, identityNumber } = await stolen()
  const { appealId } = await file()
  const [row] = await server.db.query('SELECT * FROM identity_appeal WHERE appeal_id = ?', [appealId])
  const stored = JSON.stringify(row)
  for (const value of [name, identityNumber, '19900009999', statement]) expect(stored).not.toContain(value)
})
