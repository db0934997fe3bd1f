import { randomUUID } from 'node:crypto'
import { codeOf } from '../../testing/client'
import { addPersonOnFile } from '../../testing/people'
import { type TestServer, startTestServer } from '../../testing/server'
import { type Resident, type StaffMember, newResident, newStaff } from '../../testing/signed-in'

let server: TestServer
let clerk: StaffMember
beforeAll(async () => {
  server = await startTestServer()
  await server.runJob('relay-sync')
  clerk = await newStaff(server, { role: 'staff', institutionId: 'org-county', displayName: '刘敏' })
})
afterAll(() => server.stop())

const details = { ethnicGroup: '01', phone: '19900000001', address: '青石镇上湾村18号' }
const of = (personId: string) => ({ params: { personId } })
const open = (who: Resident, personId = who.personId, idempotencyKey?: string) =>
  who.healthCard.openCard({ ...of(personId), body: details, idempotencyKey })
const cardHolder = async (): Promise<Resident> => {
  const resident = await newResident(server)
  await open(resident)
  return resident
}
const show = async (who: Resident): Promise<string> => (await who.healthCard.cardCode(of(who.personId))).code
const verify = (code: string, idempotencyKey?: string) =>
  clerk.healthCard.verifyCard({ body: { code, step: 'check_in' }, idempotencyKey })

describe('opening', () => {
  test('for oneself: the number comes from the authority and is shown masked', async () => {
    const resident = await newResident(server)
    const card = await open(resident)
    expect(card).toMatchObject({ personId: resident.personId, state: 'active' })
    expect(card.cardNumber).toMatch(/^\*{14}\d{4}$/)
    expect(await codeOf(open(resident))).toBe('card_exists')
    const [row] = await server.db.query('SELECT * FROM health_card WHERE person_id = ?', [resident.personId])
    expect(row.card_number).toMatch(/^k1\./)
  })

  test('with the number bound to the account, where no other is told', async () => {
    const resident = await newResident(server)
    const body = { ethnicGroup: '01', address: details.address }
    expect((await resident.healthCard.openCard({ ...of(resident.personId), body })).state).toBe('active')
    const without = await newResident(server)
    await server.db.query('UPDATE account SET phone = NULL, phone_index = NULL WHERE account_id = ?', [
      without.accountId,
    ])
    expect(await codeOf(without.healthCard.openCard({ ...of(without.personId), body }))).toBe('validation_failed')
  })

  test('for a member, and for nobody else', async () => {
    const daughter = await newResident(server)
    const { name, identityNumber } = addPersonOnFile(server, { phone: null })
    const { person } = await daughter.identity.addMember({
      body: { name, identityNumber, relation: 'mother', scope: ['card'] },
    })
    expect((await open(daughter, person.personId)).state).toBe('active')
    expect((await daughter.healthCard.cards({})).cards.map(c => c.state)).toEqual(['none', 'active'])
    const stranger = await newResident(server)
    expect(await codeOf(open(stranger, person.personId))).toBe('not_found')
    expect(await codeOf(open(stranger, randomUUID()))).toBe('not_found')
  })

  test('a second tap under the same key opens one card; two keys at once too', async () => {
    const resident = await newResident(server)
    const key = randomUUID()
    const first = await open(resident, resident.personId, key)
    expect(await open(resident, resident.personId, key)).toEqual(first)
    const other = await newResident(server)
    const taps = await Promise.allSettled([open(other), open(other)])
    expect(taps.filter(t => t.status === 'fulfilled')).toHaveLength(1)
  })

  test('with the platform down: it says so, and opens later', async () => {
    const resident = await newResident(server)
    await server.misbehave('down', { forRequests: 1 })
    expect(await codeOf(open(resident))).toBe('county_platform_unavailable')
    await server.misbehave('none')
    expect((await resident.healthCard.cards({})).cards).toMatchObject([{ state: 'none' }])
    expect((await open(resident)).state).toBe('active')
  })
})

describe('the dynamic code', () => {
  test('lives 60 seconds of the server’s own time, and nothing else ends it sooner than a newer one', async () => {
    const resident = await cardHolder()
    const shown = await resident.healthCard.cardCode(of(resident.personId))
    expect(shown.code).toMatch(/^[0-9a-f]{64}:\d$/)
    expect(shown.lifeSeconds).toBe(60)
    const newer = await show(resident)
    expect(newer).not.toBe(shown.code)
    expect(await codeOf(verify(shown.code))).toBe('card_code_expired')
    expect((await verify(newer)).valid).toBe(true)
  })

  test('before opening there is none; a stranger gets none', async () => {
    const resident = await newResident(server)
    expect(await codeOf(show(resident))).toBe('card_not_open')
    const stranger = await newResident(server)
    expect(await codeOf(stranger.healthCard.cardCode(of(resident.personId)))).toBe('not_found')
  })

  test('ends with the consent to health data', async () => {
    const resident = await cardHolder()
    await resident.identity.withdrawConsent({ params: { kind: 'health_data' } })
    expect(await codeOf(show(resident))).toBe('consent_required')
    expect((await resident.healthCard.freezeCard(of(resident.personId))).state).toBe('frozen')
  })
})

describe('verification', () => {
  test('valid: who it is, recorded with institution and step, read by the person', async () => {
    const resident = await cardHolder()
    const verified = await verify(await show(resident))
    expect(verified).toMatchObject({ valid: true, personId: resident.personId, name: resident.onFile.name })
    expect(JSON.stringify(verified)).not.toContain(resident.onFile.identityNumber)
    const { usages } = await resident.healthCard.cardUsages(of(resident.personId))
    expect(usages).toMatchObject([{ step: 'check_in', outcome: 'valid' }])
    expect(usages[0]!.institutionName).toMatch(/医院/)
    const { accesses } = await resident.audit.accesses({ params: { personId: resident.personId } })
    expect(accesses).toContainEqual(expect.objectContaining({ action: '扫码核验电子健康卡', purpose: '报到' }))
  })

  test('used: one verification per code', async () => {
    const resident = await cardHolder()
    const code = await show(resident)
    await verify(code)
    expect(await verify(code)).toEqual({ valid: false, why: 'used' })
  })

  test('a second tap under the same key gets the first answer', async () => {
    const resident = await cardHolder()
    const code = await show(resident)
    const key = randomUUID()
    const first = await verify(code, key)
    expect(await verify(code, key)).toEqual(first)
    expect((await resident.healthCard.cardUsages(of(resident.personId))).usages).toHaveLength(1)
  })

  test('expired: 410', async () => {
    const resident = await cardHolder()
    const code = await show(resident)
    server.clock.push(61_000)
    const body = { code, step: 'check_in' }
    const answer = await clerk.ask('POST', '/health-cards/verification', {
      body,
      headers: { 'Idempotency-Key': randomUUID() },
    })
    expect([answer.status, answer.body]).toMatchObject([410, { code: 'card_code_expired' }])
    expect((await resident.healthCard.cardUsages(of(resident.personId))).usages).toEqual([])
  })

  test.each([
    ['nonsense', 'nonsense'],
    ['the right shape', `${'0'.repeat(64)}:1`],
  ])('forged (%s): 403', async (_, code) => {
    const answer = await clerk.ask('POST', '/health-cards/verification', {
      body: { code, step: 'pharmacy' },
      headers: { 'Idempotency-Key': randomUUID() },
    })
    expect([answer.status, answer.body]).toMatchObject([403, { code: 'card_code_forged' }])
  })

  test('a person nobody here knew yet is taken from the platform', async () => {
    const { platformId, name } = addPersonOnFile(server)
    const card = await server.context.county.openCard(platformId, details)
    expect(card).toMatchObject({ state: 'active' })
    const shown = await server.context.county.cardCode(platformId)
    const verified = await verify((shown as { code: string }).code)
    expect(verified).toMatchObject({ valid: true, name })
  })

  test('who works at two institutions says in whose name, before the code is used up', async () => {
    const both = await newStaff(server, { role: 'staff', institutionId: 'org-county' })
    await newStaff(server, { role: 'staff', institutionId: 'org-qingshi' }, both)
    const resident = await cardHolder()
    const body = { code: await show(resident), step: 'pharmacy' as const }
    expect(await codeOf(both.healthCard.verifyCard({ body }))).toBe('institution_choice')
    expect(await codeOf(both.healthCard.verifyCard({ body: { ...body, institutionId: 'org-other' } }))).toBe(
      'forbidden',
    )
    await both.healthCard.verifyCard({ body: { ...body, institutionId: 'org-qingshi' } })
    const rows = await server.db.query('SELECT institution_id AS at FROM card_usage WHERE person_id = ?', [
      resident.personId,
    ])
    expect(rows).toEqual([{ at: 'org-qingshi' }])
  })

  test('residents cannot, staff not before their passcode', async () => {
    const resident = await cardHolder()
    const code = await show(resident)
    const body = { code, step: 'check_in' as const }
    expect(await codeOf(resident.healthCard.verifyCard({ body }))).toBe('forbidden')
    const fresh = await newStaff(server, { role: 'staff', institutionId: 'org-county' })
    server.clock.push(9 * 3_600_000)
    expect(await codeOf(fresh.healthCard.verifyCard({ body }))).toBe('second_factor_required')
    await clerk.enterSecondFactor()
  })
})

describe('lost and found', () => {
  test('frozen: no code, and one that is out already is void; unfrozen: works again', async () => {
    const resident = await cardHolder()
    const code = await show(resident)
    expect((await resident.healthCard.freezeCard(of(resident.personId))).state).toBe('frozen')
    expect(await codeOf(show(resident))).toBe('card_frozen')
    expect(await verify(code)).toEqual({ valid: false, why: 'frozen' })
    expect(await codeOf(resident.healthCard.freezeCard(of(resident.personId)))).toBe('card_state')
    expect((await resident.healthCard.unfreezeCard(of(resident.personId))).state).toBe('active')
    expect((await verify(await show(resident))).valid).toBe(true)
    const { usages } = await resident.healthCard.cardUsages(of(resident.personId))
    expect(usages.map(u => u.outcome)).toEqual(['valid', 'void'])
  })

  test('re-issued: every old medium is void', async () => {
    const resident = await cardHolder()
    const code = await show(resident)
    expect((await resident.healthCard.reissueCard(of(resident.personId))).state).toBe('active')
    expect(await verify(code)).toEqual({ valid: false, why: 'reissued' })
    expect((await verify(await show(resident))).valid).toBe(true)
  })

  test('changes at once: one is made, the others are told; what is kept here is what the authority has', async () => {
    const resident = await cardHolder()
    const at = of(resident.personId)
    for (let round = 0; round < 4; round++) {
      await server.misbehave('slow', { forRequests: 1, delayMs: 200 })
      const { freezeCard, reissueCard } = resident.healthCard
      const answers = await Promise.allSettled([freezeCard(at), reissueCard(at), reissueCard(at), freezeCard(at)])
      const made = answers.flatMap(a => (a.status === 'fulfilled' ? [a.value] : []))
      const refused = answers.flatMap(a => (a.status === 'rejected' ? [(a.reason as { code: string }).code] : []))
      expect(made).toHaveLength(1)
      expect(new Set(refused)).toEqual(new Set(['conflict']))
      await server.misbehave('none')
      const [kept] = (await resident.healthCard.cards({})).cards
      expect(kept).toEqual(made[0])
      if (kept!.state === 'frozen') await resident.healthCard.unfreezeCard(at)
      expect((await verify(await show(resident))).valid).toBe(true)
    }
  })

  test('a change that a crash cut short holds the card for a while, not for good', async () => {
    const resident = await cardHolder()
    const soon = new Date(server.clock.now().getTime() + 6_000)
    await server.db.query('UPDATE health_card SET changing_until = ? WHERE person_id = ?', [soon, resident.personId])
    expect(await codeOf(resident.healthCard.freezeCard(of(resident.personId)))).toBe('conflict')
    server.clock.push(6_001)
    expect((await resident.healthCard.freezeCard(of(resident.personId))).state).toBe('frozen')
  })

  test('with the platform down nothing changes', async () => {
    const resident = await cardHolder()
    await server.misbehave('down', { forRequests: 1 })
    expect(await codeOf(resident.healthCard.freezeCard(of(resident.personId)))).toBe('county_platform_unavailable')
    await server.misbehave('none')
    expect((await resident.healthCard.cards({})).cards).toMatchObject([{ state: 'active' }])
  })

  test('of another person, or of nobody: not found; before opening: not open', async () => {
    const [resident, stranger] = [await cardHolder(), await newResident(server)]
    for (const change of ['freezeCard', 'unfreezeCard', 'reissueCard', 'cardUsages'] as const) {
      expect(await codeOf(stranger.healthCard[change](of(resident.personId)))).toBe('not_found')
      expect(await codeOf(stranger.healthCard[change](of(randomUUID())))).toBe('not_found')
    }
    for (const change of ['freezeCard', 'unfreezeCard', 'reissueCard'] as const)
      expect(await codeOf(stranger.healthCard[change](of(stranger.personId)))).toBe('card_not_open')
  })
})
