/** A registration that the county's files leave in doubt, settled at a counter. */
import { randomUUID } from 'node:crypto'
import { codeOf, refusalOf } from '../../testing/client'
import { type PersonOnFile, addPersonOnFile, inventIdentityNumber } from '../../testing/people'
import { type TestServer, startTestServer } from '../../testing/server'
import { type SignedIn, type StaffMember, newAdministrator, newStaff, newcomer, signIn } from '../../testing/signed-in'
import { AuditEvent } from '../audit'

let server: TestServer
let clerk: StaffMember
const institutionId = 'org-qingshi'
beforeAll(async () => {
  server = await startTestServer()
  clerk = await newStaff(server, { role: 'staff', institutionId, displayName: '刘敏' })
})
afterAll(() => server.stop())

const reason = '身份证原件与本人一致，旧档案是录入错误'
const register = (who: SignedIn, { name, identityNumber }: Pick<PersonOnFile, 'name' | 'identityNumber'>) =>
  who.identity.registerSelf({
    body: { name, identityNumber, healthDataConsentVersion: server.context.config.HEALTH_DATA_CONSENT_VERSION },
  })
const take = (caseNumber: string, by = clerk) => by.identityStaff.takeRegistrationCase({ body: { caseNumber } })
const settle = (caseId: string, platformId: string, by = clerk, idempotencyKey?: string) =>
  by.identityStaff.settleRegistrationCase({ params: { caseId }, body: { platformId, reason }, idempotencyKey })

/** Somebody with two files under one number, whose registration was refused. */
const inDoubt = async () => {
  const right = addPersonOnFile(server, { name: '赵小明', birthDate: '1985-06-07', sex: 'male' })
  const wrong = addPersonOnFile(server, {
    name: '赵明',
    identityNumber: right.identityNumber,
    birthDate: '1958-06-07',
    sex: 'male',
  })
  const who = await newcomer(server)
  const refused = await refusalOf(register(who, right))
  expect(refused.code).toBe('person_conflict')
  return { who, right, wrong, caseNumber: refused.details.caseNumber as string }
}

test('the clerk sees what differs, picks the file and says why; the resident is registered and reads it', async () => {
  const { who, right, wrong, caseNumber } = await inDoubt()
  expect(caseNumber).toMatch(/^\d{6}$/)
  const { registrationCase } = await who.identity.registrationCase({})
  expect(registrationCase?.caseNumber).toBe(caseNumber)

  const taken = await take(caseNumber)
  expect(taken.name).toBe('赵小明')
  expect(taken.identityNumber).toContain('**********')
  expect(Object.fromEntries(taken.files.map(f => [f.platformId, f.differs]))).toEqual({
    [right.platformId]: [],
    [wrong.platformId]: ['name', 'birth_date'],
  })
  expect(JSON.stringify(taken)).not.toContain(right.phone)
  expect(JSON.stringify(taken)).not.toContain(right.address)
  expect(await settle(taken.caseId, right.platformId)).toEqual({ name: '赵**' })

  const { self, consents } = await who.identity.me({})
  expect(self).toMatchObject({ name: '赵**', birthDate: '1985-06-07' })
  expect(consents).toMatchObject([{ kind: 'health_data', withdrawnAt: null }])
  expect((await who.identity.registrationCase({})).registrationCase).toBeNull()
  const { accesses } = await who.audit.accesses({ params: { personId: self!.personId }, query: {} })
  expect(accesses).toMatchObject([
    { action: '在窗口核对证件后办理实名登记', purpose: reason, actor: expect.stringMatching(/工作人员 刘\*$/) },
  ])
  const [row] = await server.db.manager.findBy(AuditEvent, { action: 'identity.settle-case', personId: self!.personId })
  expect(row).toMatchObject({ role: 'staff', institutionId, details: { caseId: taken.caseId } })
  // The county platform hears of the consent as it does of any registration.
  const told = await server.db.query(
    `SELECT c.kind FROM outbox_event o JOIN consent c ON o.business_key = CONCAT('consent:', c.consent_id)
     WHERE c.account_id = ?`,
    [who.accountId],
  )
  expect(told).toEqual([{ kind: 'health_data' }])
})

test('a file that contradicts its number may be chosen too, and stays chosen', async () => {
  const identityNumber = inventIdentityNumber('1970-05-05', 'female')
  const dirty = addPersonOnFile(server, { identityNumber, birthDate: '1971-05-05', sex: 'male', phone: null })
  const who = await newcomer(server)
  const { details } = await refusalOf(register(who, dirty))
  const taken = await take(details.caseNumber as string)
  expect(taken.files).toMatchObject([{ differs: ['birth_date', 'sex'] }])
  await settle(taken.caseId, dirty.platformId)
  const other = addPersonOnFile(server, { ...dirty, platformId: `pat-${randomUUID()}` })
  // After the account is gone the same person registers again without the counter, on the same file.
  await who.identity.deleteAccount({})
  const again = await signIn(server, who.personaId)
  await register(again, other)
  const [row] = await server.db.query('SELECT platform_id AS file FROM person WHERE identity_index = ?', [
    server.context.cipher.index(identityNumber, 'identity_number'),
  ])
  expect(row.file).toBe(dirty.platformId)
})

test('a second tap shows the same number; another name or number ends it', async () => {
  const { who, right, wrong, caseNumber } = await inDoubt()
  expect((await refusalOf(register(who, right))).details.caseNumber).toBe(caseNumber)
  const other = await refusalOf(register(who, { ...right, name: wrong.name }))
  expect(other.details.caseNumber).not.toBe(caseNumber)
  expect(await codeOf(take(caseNumber))).toBe('case_not_found')
})

test('only staff in a working period settle, and only who was told the number', async () => {
  const { who, right, caseNumber } = await inDoubt()
  const administrator = await newAdministrator(server)
  const doctor = await newStaff(server, { role: 'doctor', institutionId, practitionerId: 'doc-case' })
  for (const other of [administrator, doctor]) expect(await codeOf(take(caseNumber, other))).toBe('forbidden')
  expect(await codeOf(who.identityStaff.takeRegistrationCase({ body: { caseNumber } }))).toBe('forbidden')

  const { caseId } = await take(caseNumber)
  const colleague = await newStaff(server, { role: 'staff', institutionId })
  expect(await codeOf(settle(caseId, right.platformId, colleague))).toBe('not_found')
  expect(await codeOf(settle(randomUUID(), right.platformId))).toBe('not_found')
  // The colleague was told the number meanwhile: now it is theirs.
  await take(caseNumber, colleague)
  expect(await codeOf(settle(caseId, right.platformId))).toBe('not_found')
  await settle(caseId, right.platformId, colleague)
})

test('nobody settles what they asked for themselves', async () => {
  const right = addPersonOnFile(server)
  addPersonOnFile(server, { ...right, platformId: `pat-${randomUUID()}` })
  const { details } = await refusalOf(register(clerk, right))
  expect(await codeOf(take(details.caseNumber as string))).toBe('forbidden')
})

test('settled once: a repeat under one key is the first answer, another tap finds it ended', async () => {
  const { right, wrong, caseNumber } = await inDoubt()
  const { caseId } = await take(caseNumber)
  const key = randomUUID()
  const first = await settle(caseId, right.platformId, clerk, key)
  expect(await settle(caseId, right.platformId, clerk, key)).toEqual(first)
  expect(await codeOf(settle(caseId, wrong.platformId))).toBe('case_ended')
  expect(await codeOf(take(caseNumber))).toBe('case_not_found')
})

test('of taps at the same moment one settles', async () => {
  const { who, right, wrong, caseNumber } = await inDoubt()
  const { caseId } = await take(caseNumber)
  const answers = await Promise.allSettled([
    settle(caseId, right.platformId),
    settle(caseId, wrong.platformId),
    settle(caseId, right.platformId),
  ])
  expect(answers.filter(a => a.status === 'fulfilled')).toHaveLength(1)
  expect((await who.identity.me({})).self).not.toBeNull()
})

test('a file that is not under the number cannot be chosen', async () => {
  const { who, caseNumber } = await inDoubt()
  const { caseId } = await take(caseNumber)
  expect(await codeOf(settle(caseId, addPersonOnFile(server).platformId))).toBe('conflict')
  expect((await who.identity.me({})).self).toBeNull()
})

test('somebody else has bound the person, or the account registered meanwhile: refused, and the case stays open', async () => {
  const one = await inDoubt()
  const two = await newcomer(server)
  const { details } = await refusalOf(register(two, one.right))
  const first = await take(one.caseNumber)
  const second = await take(details.caseNumber as string)
  await settle(first.caseId, one.right.platformId)
  expect(await codeOf(settle(second.caseId, one.right.platformId))).toBe('person_bound_elsewhere')
  await register(two, addPersonOnFile(server))
  expect(await codeOf(settle(second.caseId, one.right.platformId))).toBe('already_registered')
})

test('an account that was deleted leaves no case', async () => {
  const { who, right, caseNumber } = await inDoubt()
  const { caseId } = await take(caseNumber)
  await who.identity.deleteAccount({})
  expect(await codeOf(settle(caseId, right.platformId))).toBe('not_found')
  expect(await codeOf(take(caseNumber))).toBe('case_not_found')
})

test('a number ends by its time, also for the clerk who took it', async () => {
  const { who, right, caseNumber } = await inDoubt()
  const { caseId } = await take(caseNumber)
  server.clock.push(61 * 60_000)
  await clerk.enterSecondFactor()
  expect(await codeOf(settle(caseId, right.platformId))).toBe('case_ended')
  expect(await codeOf(take(caseNumber))).toBe('case_not_found')
  expect((await who.identity.registrationCase({})).registrationCase).toBeNull()
  // And the next day nothing of it is kept.
  server.clock.push(25 * 3_600_000)
  await server.runJob('identity-sweep-sessions')
  expect(await server.db.query('SELECT 1 FROM registration_case WHERE case_id = ?', [caseId])).toEqual([])
})

test('a clerk who guesses numbers is stopped for the day', async () => {
  const guesser = await newStaff(server, { role: 'staff', institutionId })
  const { caseNumber } = await inDoubt()
  const wrong = caseNumber === '000000' ? '000001' : '000000'
  for (let n = 0; n < 10; n++) expect(await codeOf(take(wrong, guesser))).toBe('case_not_found')
  expect(await codeOf(take(caseNumber, guesser))).toBe('case_guesses')
  server.clock.push(24 * 3_600_000 + 60_000)
  await guesser.enterSecondFactor()
  expect(await codeOf(take(wrong, guesser))).toBe('case_not_found')
})

test('a reason is needed, and name and number are stored sealed', async () => {
  await clerk.enterSecondFactor()
  const { right, caseNumber } = await inDoubt()
  const { caseId } = await take(caseNumber)
  const short = clerk.identityStaff.settleRegistrationCase({
    params: { caseId },
    body: { platformId: right.platformId, reason: '对的' },
  })
  expect(await codeOf(short)).toBe('validation_failed')
  const [row] = await server.db.query('SELECT * FROM registration_case WHERE case_id = ?', [caseId])
  for (const value of [right.name, right.identityNumber]) expect(JSON.stringify(row)).not.toContain(value)
})
