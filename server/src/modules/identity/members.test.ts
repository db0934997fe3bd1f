import { readFile } from 'node:fs/promises'
import { randomUUID } from 'node:crypto'
import { codeOf, refusalOf } from '../../testing/client'
import { type PersonOnFile, addPersonOnFile } from '../../testing/people'
import { type TestServer, startTestServer } from '../../testing/server'
import { type Resident, newResident, newcomer } from '../../testing/signed-in'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.stop())

const yearsAgo = (years: number): string => `${server.clock.now().getUTCFullYear() - years}-01-01`

const add = (who: Resident, { name, identityNumber }: PersonOnFile, more: object = {}, key?: string) =>
  who.identity.addMember({
    body: { name, identityNumber, relation: 'mother', scope: ['card', 'appointments'], ...more },
    idempotencyKey: key,
  })

/** The newest code that went to a phone. */
const codeSentTo = async (phone: string | null): Promise<string | null> => {
  const lines = (await readFile(server.smsFile, 'utf8').catch(() => '')).trim().split('\n').filter(Boolean)
  const sent = lines.map(l => JSON.parse(l) as { to: string; text: string }).filter(m => m.to === phone)
  return sent.at(-1)?.text.match(/验证码 (\d{6})/)?.[1] ?? null
}
const wrongCode = (right: string): string => (right === '000000' ? '000001' : '000000')

test('a member without a phone on file, or with the account’s own, is bound at once', async () => {
  const daughter = await newResident(server)
  const mother = addPersonOnFile(server, { phone: null })
  const father = addPersonOnFile(server, { phone: daughter.onFile.phone })
  expect((await add(daughter, mother)).state).toBe('active')
  expect((await add(daughter, father, { relation: 'father' })).state).toBe('active')
  const { people } = await daughter.identity.people({})
  expect(people.map(p => [p.basis, p.relation])).toEqual([
    ['self', null],
    ['member', 'mother'],
    ['member', 'father'],
  ])
})

test('a member with another phone on file confirms by the code that goes there', async () => {
  const daughter = await newResident(server)
  const mother = addPersonOnFile(server)
  const link = await add(daughter, mother)
  expect(link.state).toBe('pending')
  const code = (await codeSentTo(mother.phone))!
  const params = { linkId: link.linkId }
  const refused = await refusalOf(daughter.identity.confirmMember({ params, body: { code: wrongCode(code) } }))
  expect([refused.code, refused.details.left]).toEqual(['code_wrong', 4])
  // Until then nothing of the member may be done.
  expect(await codeOf(daughter.healthCard.cardUsages({ params: { personId: link.person.personId } }))).toBe('not_found')
  expect((await daughter.identity.confirmMember({ params, body: { code } })).state).toBe('active')
  await daughter.healthCard.cardUsages({ params: { personId: link.person.personId } })
})

test('guesses at the same moment cannot pass the limit, and the right code is refused afterwards', async () => {
  const daughter = await newResident(server)
  const mother = addPersonOnFile(server)
  const { linkId } = await add(daughter, mother)
  const code = (await codeSentTo(mother.phone))!
  const guess = (body: { code: string }) => daughter.identity.confirmMember({ params: { linkId }, body })
  const codes = await Promise.all(Array.from({ length: 12 }, () => codeOf(guess({ code: wrongCode(code) }))))
  expect(codes.filter(c => c === 'code_wrong')).toHaveLength(5)
  expect(await codeOf(guess({ code }))).toBe('code_locked')
})

test('a code ends by its time; the next one waits, longer each time, also after unbinding', async () => {
  const daughter = await newResident(server)
  const mother = addPersonOnFile(server)
  const { linkId } = await add(daughter, mother)
  const code = (await codeSentTo(mother.phone))!
  const again = () => daughter.identity.sendMemberCode({ params: { linkId } })
  expect(await codeOf(again())).toBe('code_sent_recently')
  server.clock.push(11 * 60_000)
  expect(await codeOf(daughter.identity.confirmMember({ params: { linkId }, body: { code } }))).toBe('code_expired')
  expect((await again()).sentTo).toMatch(/^199\*{4}\d{4}$/)
  const refused = await refusalOf(again())
  expect(refused.details.retryAfterSeconds).toBeGreaterThan(60)
  await daughter.identity.unbindMember({ params: { linkId } })
  const before = await codeSentTo(mother.phone)
  const next = await add(daughter, mother)
  expect(next.state).toBe('pending')
  expect(await codeSentTo(mother.phone)).toBe(before)
})

test('children under 14 need the consent of an adult guardian', async () => {
  const child = addPersonOnFile(server, { birthDate: yearsAgo(6), phone: null })
  const parent = await newResident(server, { birthDate: yearsAgo(35) })
  expect(await codeOf(add(parent, child, { relation: 'child' }))).toBe('guardian_consent_required')
  await add(parent, child, { relation: 'child', guardianConsent: true })
  const brother = await newResident(server, { birthDate: yearsAgo(16) })
  const young = add(brother, child, { relation: 'sibling', guardianConsent: true })
  expect(await codeOf(young)).toBe('guardian_too_young')
  const teenager = addPersonOnFile(server, { birthDate: yearsAgo(15), phone: null })
  expect((await add(parent, teenager, { relation: 'child' })).state).toBe('active')
})

test('at most five members, also when they are added at the same moment', async () => {
  const resident = await newResident(server)
  const members = Array.from({ length: 8 }, () => addPersonOnFile(server, { phone: null }))
  const answers = await Promise.allSettled(members.map(m => add(resident, m)))
  expect(answers.filter(a => a.status === 'fulfilled')).toHaveLength(5)
  const refused = await refusalOf(add(resident, members.at(-1)!))
  expect(refused.message).toBe('最多添加 5 位家人。请先解绑一位再添加。')
})

test('neither oneself nor the same member twice; not before one’s own registration', async () => {
  const resident = await newResident(server)
  const mother = addPersonOnFile(server, { phone: null })
  await add(resident, mother)
  expect(await codeOf(add(resident, mother))).toBe('already_member')
  expect(await codeOf(add(resident, resident.onFile))).toBe('already_member')
  const unregistered = (await newcomer(server)) as Resident
  expect(await codeOf(add(unregistered, mother))).toBe('registration_required')
})

test('unbinding ends it at once and frees the place; a second tap under one key is harmless', async () => {
  const resident = await newResident(server)
  const mother = addPersonOnFile(server, { phone: null })
  const { linkId, person } = await add(resident, mother)
  const idempotencyKey = randomUUID()
  await resident.identity.unbindMember({ params: { linkId }, idempotencyKey })
  await resident.identity.unbindMember({ params: { linkId }, idempotencyKey })
  expect(await codeOf(resident.identity.unbindMember({ params: { linkId } }))).toBe('not_found')
  const { personId } = person
  expect(await codeOf(resident.healthCard.cardUsages({ params: { personId } }))).toBe('not_found')
  await add(resident, mother)
})

test('another person’s link looks like none', async () => {
  const [owner, stranger] = [await newResident(server), await newResident(server)]
  const { linkId } = await add(owner, addPersonOnFile(server))
  const params = { linkId }
  const tries = [
    stranger.identity.unbindMember({ params }),
    stranger.identity.confirmMember({ params, body: { code: '000000' } }),
    stranger.identity.sendMemberCode({ params }),
    stranger.identity.revokeProxy({ params }),
    stranger.identity.unbindMember({ params: { linkId: randomUUID() } }),
  ]
  expect(new Set(await Promise.all(tries.map(codeOf)))).toEqual(new Set(['not_found']))
  expect((await owner.identity.people({})).people).toHaveLength(2)
})

test('a lost scope is a closed door', async () => {
  const resident = await newResident(server)
  const { person } = await add(resident, addPersonOnFile(server, { phone: null }), { scope: ['appointments'] })
  expect(await codeOf(resident.healthCard.cardUsages({ params: { personId: person.personId } }))).toBe('not_found')
})
