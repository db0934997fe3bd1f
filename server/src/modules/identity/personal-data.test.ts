import { codeOf } from '../../testing/client'
import { maskName } from '../../security/mask'
import { addPersonOnFile } from '../../testing/people'
import { type TestServer, startTestServer } from '../../testing/server'
import { newAdministrator, newResident, signIn } from '../../testing/signed-in'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.stop())

describe('consents', () => {
  test('are given by the version in force, and withdrawn; the county platform is told both', async () => {
    const who = await newResident(server)
    const version = server.context.config.PRIVACY_VERSION
    const give = (v: string) => who.identity.giveConsent({ body: { kind: 'privacy', version: v } })
    expect(await codeOf(give('1999-01'))).toBe('consent_version_unknown')
    const first = await give(version)
    expect(await give(version)).toEqual(first)
    await who.identity.withdrawConsent({ params: { kind: 'privacy' } })
    expect(await codeOf(who.identity.withdrawConsent({ params: { kind: 'privacy' } }))).toBe('not_found')
    await give(version)
    const consents = (await who.identity.me({})).consents.filter(c => c.kind === 'privacy')
    expect(consents.map(c => c.withdrawnAt === null)).toEqual([true, false])
    const events: { version: number }[] = await server.db.query(
      `SELECT outbox_event.version FROM outbox_event JOIN consent ON business_key = CONCAT('consent:', consent_id)
       WHERE account_id = ? AND consent.kind = 'privacy' ORDER BY given_at, outbox_event.version`,
      [who.accountId],
    )
    expect(events.map(e => e.version)).toEqual([1, 2, 1])
  })

  test('without the one for health data no card is opened', async () => {
    const resident = await newResident(server)
    await resident.identity.withdrawConsent({ params: { kind: 'health_data' } })
    const body = { ethnicGroup: '01', phone: '19900000001', address: '青石镇上湾村18号' }
    const open = () => resident.healthCard.openCard({ params: { personId: resident.personId }, body })
    expect(await codeOf(open())).toBe('consent_required')
    const version = server.context.config.HEALTH_DATA_CONSENT_VERSION
    await resident.identity.giveConsent({ body: { kind: 'health_data', version } })
    expect((await open()).state).toBe('active')
  })
})

test('the data copy holds one’s own data in full, and of others the masked name alone', async () => {
  const resident = await newResident(server)
  const mother = addPersonOnFile(server, { phone: null })
  const { name, identityNumber } = mother
  await resident.identity.addMember({ body: { name, identityNumber, relation: 'mother', scope: ['card'] } })
  const { sections } = await resident.identity.dataCopy({})
  const text = JSON.stringify(sections)
  const { onFile } = resident
  for (const own of [onFile.name, onFile.identityNumber, onFile.phone!, onFile.address]) expect(text).toContain(own)
  const family = sections.find(section => section.title === '家人和授权')!
  expect(family.rows.map(row => row['姓名']).sort()).toEqual([onFile.name, name].map(maskName).sort())
  expect(text).not.toContain(identityNumber)
  expect(sections.map(s => s.title)).toEqual(
    expect.arrayContaining(['账号', '实名信息', '家人和授权', '同意记录', '电子健康卡', '预约记录', '谁看过我的信息']),
  )
})

describe('deleting the account', () => {
  test('signs out everywhere, frees the identity, tells what the law keeps; whoever comes back is new', async () => {
    const resident = await newResident(server)
    const elsewhere = await signIn(server, resident.personaId)
    const { kept } = await resident.identity.deleteAccount({})
    expect(kept.map(k => k.rule).join()).toContain('15 年')
    for (const session of [resident, elsewhere]) expect(await codeOf(session.identity.me({}))).toBe('signed_out')
    const back = await signIn(server, resident.personaId)
    expect(back.accountId).not.toBe(resident.accountId)
    const { name, identityNumber } = resident.onFile
    const version = server.context.config.HEALTH_DATA_CONSENT_VERSION
    await back.identity.registerSelf({ body: { name, identityNumber, healthDataConsentVersion: version } })
  })

  test('leaves nothing of WeChat or phone behind', async () => {
    const resident = await newResident(server)
    const read = () => server.db.query('SELECT * FROM account WHERE account_id = ?', [resident.accountId])
    const [before] = await read()
    await resident.identity.deleteAccount({})
    const [after] = await read()
    expect(after).toMatchObject({ openid: null, phone: null, phone_index: null, passcode_hash: null })
    expect(after.openid_index).not.toBe(before.openid_index)
  })

  test('the last administrator must name another one first', async () => {
    const administrator = await newAdministrator(server)
    expect(await codeOf(administrator.identity.deleteAccount({}))).toBe('last_administrator')
    await newAdministrator(server)
    await administrator.identity.deleteAccount({})
  })
})
