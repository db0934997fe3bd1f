/** Tries are counted against the WeChat user and against whom they concern, whatever becomes of the account. */
import { readFile } from 'node:fs/promises'
import { randomUUID } from 'node:crypto'
import { codeOf, refusalOf } from '../../testing/client'
import { type PersonOnFile, addPersonOnFile } from '../../testing/people'
import { type TestServer, startTestServer } from '../../testing/server'
import { type Resident, type SignedIn, newResident, newcomer, signIn } from '../../testing/signed-in'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ environment: { GUESSES_PER_MINUTE: '8', GUESSES_PER_DAY: '4', CODES_PER_DAY: '2' } })
})
afterAll(() => server.stop())

const guess = (who: SignedIn) =>
  who.identity.confirmMember({ params: { linkId: randomUUID() }, body: { code: '000000' } })
const register = (who: SignedIn, { name, identityNumber }: Pick<PersonOnFile, 'name' | 'identityNumber'>) =>
  who.identity.registerSelf({
    body: { name, identityNumber, healthDataConsentVersion: server.context.config.HEALTH_DATA_CONSENT_VERSION },
  })
const add = (who: Resident, { name, identityNumber }: PersonOnFile) =>
  who.identity.addMember({ body: { name, identityNumber, relation: 'mother', scope: ['card'] } })
const textsTo = async ({ phone }: PersonOnFile): Promise<number> => {
  const lines = (await readFile(server.smsFile, 'utf8').catch(() => '')).split('\n').filter(Boolean)
  return lines.filter(line => (JSON.parse(line) as { to: string }).to === phone).length
}
/** Deletes the account and comes back in the same WeChat. */
const startAnew = async (who: Resident): Promise<Resident> => {
  await who.identity.deleteAccount({})
  const again = { ...who, ...(await signIn(server, who.personaId)) }
  expect(again.accountId).not.toBe(who.accountId)
  await register(again, who.onFile)
  return again
}

test('a new account in the same WeChat has no new guesses', async () => {
  const who = await newcomer(server)
  for (let n = 0; n < 8; n++) expect(await codeOf(guess(who))).toBe('not_found')
  expect(await codeOf(guess(who))).toBe('too_many_requests')
  await who.identity.deleteAccount({})
  const again = await signIn(server, who.personaId)
  expect(again.accountId).not.toBe(who.accountId)
  expect(await codeOf(guess(again))).toBe('too_many_requests')
  expect(await codeOf(guess(await newcomer(server)))).toBe('not_found')
})

test('wrong names to one number are counted over everybody; the right name comes too late, until the next day', async () => {
  const onFile = addPersonOnFile(server, { name: '王建国' })
  const tries = await Promise.all(
    Array.from({ length: 6 }, async (_, n) =>
      codeOf(register(await newcomer(server), { ...onFile, name: `王建${n}` })),
    ),
  )
  expect(tries.filter(code => code === 'person_not_found')).toHaveLength(4)
  expect(tries.filter(code => code === 'identity_guesses')).toHaveLength(2)
  const own = await newcomer(server)
  expect(await codeOf(register(own, onFile))).toBe('identity_guesses')
  expect(await codeOf(register(await newcomer(server), addPersonOnFile(server)).then(() => guess(own)))).toBe(
    'not_found',
  )
  server.clock.push(24 * 3_600_000 + 1000)
  await register(own, onFile)
})

test('the right name costs no try, nor does a platform that is down', async () => {
  const onFile = addPersonOnFile(server, { phone: null })
  for (let n = 0; n < 6; n++) await add(await newResident(server), onFile)
  const who = await newcomer(server)
  for (let n = 0; n < 3; n++) expect(await codeOf(register(who, { ...onFile, name: '别人' }))).toBe('person_not_found')
  await server.misbehave('down')
  for (let n = 0; n < 2; n++) expect(await codeOf(register(who, onFile))).toBe('county_platform_unavailable')
  await server.misbehave('none')
  await register(who, onFile)
})

test('the wait for the next code outlives the account', async () => {
  const daughter = await newResident(server)
  const mother = addPersonOnFile(server)
  await add(daughter, mother)
  expect(await textsTo(mother)).toBe(1)
  const again = await startAnew(daughter)
  const { state, linkId } = await add(again, mother)
  expect([state, await textsTo(mother)]).toEqual(['pending', 1])
  const refused = await refusalOf(again.identity.sendMemberCode({ params: { linkId } }))
  expect(refused.code).toBe('code_sent_recently')
  server.clock.push(61_000)
  await again.identity.sendMemberCode({ params: { linkId } })
  expect(await textsTo(mother)).toBe(2)
})

test("one person's phone gets so many codes a day, whoever asks, also at the same moment", async () => {
  const mother = addPersonOnFile(server)
  const children = await Promise.all(Array.from({ length: 4 }, () => newResident(server)))
  const links = await Promise.all(children.map(child => add(child, mother)))
  expect(links.map(l => l.state)).toEqual(Array(4).fill('pending'))
  expect(await textsTo(mother)).toBe(2)
  server.clock.push(3_600_000)
  const codes = await Promise.all(
    links.map((l, n) => codeOf(children[n]!.identity.sendMemberCode({ params: { linkId: l.linkId } }))),
  )
  expect(new Set(codes)).toEqual(new Set(['code_limit']))
  server.clock.push(24 * 3_600_000)
  await children[0]!.identity.sendMemberCode({ params: { linkId: links[0]!.linkId } })
  expect(await textsTo(mother)).toBe(3)
})

test('one WeChat user asks for so many codes a day, to whomever', async () => {
  const who = await newResident(server)
  const members = [addPersonOnFile(server), addPersonOnFile(server), addPersonOnFile(server)]
  for (const member of members) expect((await add(who, member)).state).toBe('pending')
  expect(await Promise.all(members.map(textsTo))).toEqual([1, 1, 0])
})
