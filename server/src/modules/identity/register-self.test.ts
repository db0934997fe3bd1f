import { randomUUID } from 'node:crypto'
import { codeOf } from '../../testing/client'
import { addPersonOnFile, inventIdentityNumber } from '../../testing/people'
import { type TestServer, startTestServer } from '../../testing/server'
import { type SignedIn, newResident, newcomer } from '../../testing/signed-in'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.stop())

const register = (
  who: SignedIn,
  { name, identityNumber }: { name: string; identityNumber: string },
  more: object = {},
) =>
  who.identity.registerSelf({
    body: {
      name,
      identityNumber,
      healthDataConsentVersion: server.context.config.HEALTH_DATA_CONSENT_VERSION,
    },
    ...more,
  })

test('binds the account to the person in the county files, masked, with the consent', async () => {
  const onFile = addPersonOnFile(server, { name: '陈桂芳', birthDate: '1984-03-12', sex: 'female' })
  const who = await newcomer(server)
  const person = await register(who, onFile)
  expect(person).toMatchObject({ name: '陈**', sex: 'female', birthDate: '1984-03-12' })
  expect(person.identityNumber).toMatch(/^990\d\*{10}\d{3}[\dX]$/)
  const me = await who.identity.me({})
  expect(me.self?.personId).toBe(person.personId)
  expect(me.consents).toMatchObject([{ kind: 'health_data', withdrawnAt: null }])
  expect(await codeOf(register(who, onFile))).toBe('already_registered')
})

test('name, number, phone and address are stored sealed', async () => {
  const { personId, onFile } = await newResident(server)
  const [row] = await server.db.query('SELECT * FROM person WHERE person_id = ?', [personId])
  const stored = JSON.stringify(row)
  for (const value of [onFile.name, onFile.identityNumber, onFile.phone!, onFile.address])
    expect(stored).not.toContain(value)
  expect(row.name).toMatch(/^k1\./)
})

test('an unknown number and a wrong name are told alike', async () => {
  const onFile = addPersonOnFile(server)
  const who = await newcomer(server)
  const unknown = { name: onFile.name, identityNumber: inventIdentityNumber('1990-01-01', 'male') }
  expect(await codeOf(register(who, unknown))).toBe('person_not_found')
  expect(await codeOf(register(who, { ...onFile, name: '别的名字' }))).toBe('person_not_found')
})

test('a number that fails its checksum never reaches the platform', async () => {
  const who = await newcomer(server)
  const right = inventIdentityNumber('1990-01-01', 'male')
  const wrong = right.slice(0, 17) + (right[17] === '0' ? '1' : '0')
  await server.misbehave('down')
  expect(await codeOf(register(who, { name: '王建国', identityNumber: wrong }))).toBe('identity_number_invalid')
  await server.misbehave('none')
})

test('two files under one number, or a file that contradicts its number: a conflict for a clinic', async () => {
  const first = addPersonOnFile(server)
  addPersonOnFile(server, { ...first, platformId: `pat-${randomUUID()}` })
  expect(await codeOf(register(await newcomer(server), first))).toBe('person_conflict')
  const identityNumber = inventIdentityNumber('1970-05-05', 'male')
  const dirty = addPersonOnFile(server, { identityNumber, birthDate: '1971-05-05', sex: 'male' })
  expect(await codeOf(register(await newcomer(server), dirty))).toBe('person_conflict')
})

test('nobody is bound to two accounts, also not at the same moment', async () => {
  const onFile = addPersonOnFile(server)
  const all = await Promise.all([newcomer(server), newcomer(server), newcomer(server)])
  const answers = await Promise.allSettled(all.map(who => register(who, onFile)))
  expect(answers.filter(a => a.status === 'fulfilled')).toHaveLength(1)
  const refused = answers.flatMap(a => (a.status === 'rejected' ? [a.reason.code as string] : []))
  expect(refused).toEqual(['person_bound_elsewhere', 'person_bound_elsewhere'])
})

test('no registration without the consent in force', async () => {
  const onFile = addPersonOnFile(server)
  const who = await newcomer(server)
  const { name, identityNumber } = onFile
  const old = who.identity.registerSelf({ body: { name, identityNumber, healthDataConsentVersion: '1999-01' } })
  expect(await codeOf(old)).toBe('consent_required')
  expect((await who.identity.me({})).self).toBeNull()
})

test('with the platform down it says so, and nothing is bound', async () => {
  const onFile = addPersonOnFile(server)
  const who = await newcomer(server)
  await server.misbehave('down')
  expect(await codeOf(register(who, onFile))).toBe('county_platform_unavailable')
  await server.misbehave('none')
  expect((await who.identity.me({})).self).toBeNull()
})

test('a second tap under the same key is the first tap again', async () => {
  const onFile = addPersonOnFile(server)
  const who = await newcomer(server)
  const idempotencyKey = randomUUID()
  const first = await register(who, onFile, { idempotencyKey })
  expect(await register(who, onFile, { idempotencyKey })).toEqual(first)
})

test('a registration leaves a row that the person reads', async () => {
  const resident = await newResident(server)
  const { accesses } = await resident.audit.accesses({ params: { personId: resident.personId } })
  expect(accesses.map(a => a.action)).toContain('实名登记')
})
