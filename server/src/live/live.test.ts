/** Sockets of one process: who gets in, who hears what, and who is let go. */
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { createConnection } from 'mysql2/promise'
import { liveClose } from 'shared/live/contract'
import { newClinic } from '../testing/clinic'
import { openLive, signedInLive, untilHeard, untilSilent } from '../testing/live-client'
import { type TestServer, startTestServer } from '../testing/server'
import { type SignedIn, newAdministrator, newStaff, newcomer, signIn } from '../testing/signed-in'

const recheckSeconds = 2
let server: TestServer
beforeAll(async () => {
  server = await startTestServer({
    environment: {
      LIVE_SIGN_IN_SECONDS: '1',
      LIVE_RECHECK_SECONDS: String(recheckSeconds),
      LIVE_HEARTBEAT_SECONDS: '0.5',
      LIVE_SOCKETS_PER_ACCOUNT: '2',
      LIVE_MESSAGES_PER_MINUTE: '20',
      STAFF_IDLE_MINUTES: '60',
    },
  })
}, 60_000)
afterAll(() => server?.stop())

const consultationId = randomUUID()
const news = (seq: number) => ({ type: 'news' as const, consultationId, seq })
const asResident = ({ accountId }: SignedIn) => ({ as: 'resident' as const, accountId })
const tell = (who: SignedIn, seq: number) => server.context.live.publish([asResident(who)], news(seq))
const metrics = async (): Promise<string> => (await fetch(`${server.base}/metrics`)).text()

const newDoctor = async () => {
  const clinic = await newClinic(server)
  const { institutionId, doctorId: practitionerId } = clinic
  const doctor = await newStaff(server, { role: 'doctor', institutionId, practitionerId })
  return { doctor, recipient: { as: 'doctor' as const, practitionerId, institutionId } }
}

describe('who gets in', () => {
  test('whoever says a good token first, until that token ends', async () => {
    const who = await newcomer(server)
    const phone = await openLive(server.base)
    phone.say({ type: 'sign_in', token: who.tokens.accessToken })
    const { type, expiresAt } = (await phone.next()) as { type: string; expiresAt: string }
    expect(type).toBe('signed_in')
    const minutes = (Date.parse(expiresAt) - server.clock.now().getTime()) / 60_000
    expect(minutes).toBeGreaterThan(13)
    expect(minutes).toBeLessThanOrEqual(15)
    phone.say({ type: 'ping' })
    expect(await phone.next()).toEqual({ type: 'pong' })
    phone.close()
  })

  test('nobody says who they are in time: closed, and no token was refused', async () => {
    const phone = await openLive(server.base)
    expect(await phone.closed(3_000)).toBe(liveClose.signedOut)
    expect(phone.heard).toEqual([])
  })

  test('a good token that a slow database answers late is no signed-out one', async () => {
    const who = await newcomer(server)
    const database = await createConnection(server.context.config.DATABASE_URL)
    try {
      await database.query('LOCK TABLES session WRITE')
      const phone = await openLive(server.base)
      phone.say({ type: 'sign_in', token: who.tokens.accessToken })
      expect(await phone.rest(2_000)).toEqual([])
      await database.query('UNLOCK TABLES')
      expect(await phone.next()).toMatchObject({ type: 'signed_in' })
      phone.close()
    } finally {
      await database.end()
    }
  })

  test.each([
    ['not a token', () => 'abc', 'signed_out'],
    ['a forged one', (token: string) => `${token.slice(0, -4)}AAAA`, 'signed_out'],
  ])('%s: told so, closed', async (_what, make, code) => {
    const who = await newcomer(server)
    const phone = await openLive(server.base)
    phone.say({ type: 'sign_in', token: make(who.tokens.accessToken) })
    expect(await phone.next()).toEqual({ type: 'signed_out', code })
    expect(await phone.closed()).toBe(liveClose.signedOut)
  })

  test('a signed-out token opens nothing', async () => {
    const who = await newcomer(server)
    await who.identity.signOut({})
    const phone = await openLive(server.base)
    phone.say({ type: 'sign_in', token: who.tokens.accessToken })
    expect(await phone.next()).toEqual({ type: 'signed_out', code: 'signed_out' })
  })

  test('whoever speaks before they say who they are: closed', async () => {
    const phone = await openLive(server.base)
    phone.say({ type: 'typing', consultationId, as: 'resident' })
    expect(await phone.closed()).toBe(liveClose.signedOut)
  })

  test.each([
    ['of another site', 'https://evil.example'],
    ['that is none', 'null'],
    ['that only looks like ours', 'http://127.0.0.1.evil.example'],
  ])('a page %s is refused (OWASP ASVS 4.4.2)', async (_what, origin) => {
    await expect(openLive(server.base, { origin })).rejects.toThrow('403')
  })

  test('our own page and the mini-program are let in', async () => {
    for (const origin of [server.base, 'https://servicewechat.com']) (await openLive(server.base, { origin })).cut()
  })

  test('a token in the address counts for nothing, and no other address takes sockets', async () => {
    const who = await newcomer(server)
    const { accessToken } = who.tokens
    const phone = await openLive(server.base, { headers: { Authorization: `Bearer ${accessToken}` } })
    tell(who, 1)
    expect(await phone.rest()).toEqual([])
    phone.cut()
    await expect(openLive(`${server.base}/api`)).rejects.toThrow('404')
  })
})

describe('who hears what', () => {
  test('the account it is for, on all its phones, and nobody else', async () => {
    const [who, stranger] = [await newcomer(server), await newcomer(server)]
    const [one, two, other] = await Promise.all(
      [who, who, stranger].map(someone => signedInLive(server.base, someone.tokens)),
    )
    tell(who, 1)
    tell(who, 2)
    for (const phone of [one!, two!]) expect([await phone.next(), await phone.next()]).toEqual([news(1), news(2)])
    expect(await other!.rest()).toEqual([])
    for (const phone of [one!, two!, other!]) phone.close()
  })

  test('one who is named twice hears it once', async () => {
    const who = await newcomer(server)
    const phone = await signedInLive(server.base, who.tokens)
    server.context.live.publish([asResident(who), asResident(who)], news(1))
    await phone.next()
    expect(await phone.rest()).toEqual([])
    phone.close()
  })

  test('a doctor at that institution while the second factor counts, not before and not after', async () => {
    const { doctor, recipient } = await newDoctor()
    const publish = () => server.context.live.publish([recipient], { type: 'queue' })
    const again = await signIn(server, doctor.personaId)
    const locked = await signedInLive(server.base, again.tokens)
    const working = await signedInLive(server.base, doctor.tokens)
    publish()
    expect(await working.next()).toEqual({ type: 'queue' })
    expect(await locked.rest()).toEqual([])
    // Elsewhere, or another doctor here: not theirs.
    server.context.live.publish([{ ...recipient, institutionId: 'org-county' }], { type: 'queue' })
    server.context.live.publish([{ ...recipient, practitionerId: 'doc-of-others' }], { type: 'queue' })
    expect(await working.rest()).toEqual([])
    // The passcode opens the working period on the socket that is open.
    await again.identityStaff.enterSecondFactor({ body: { passcode: doctor.passcode } })
    expect(await untilHeard(locked, publish)).toContainEqual({ type: 'queue' })
    for (const phone of [locked, working]) phone.close()
  })

  test('the same person as a resident has other business', async () => {
    const { doctor, recipient } = await newDoctor()
    const phone = await signedInLive(server.base, doctor.tokens)
    tell(doctor, 7)
    expect(await phone.next()).toEqual(news(7))
    const other = await newcomer(server)
    server.context.live.publish([asResident(other), recipient], news(8))
    expect(await phone.next()).toEqual(news(8))
    phone.close()
  })

  test('without a consultation of theirs nobody is told that they write', async () => {
    const who = await newcomer(server)
    const phone = await signedInLive(server.base, who.tokens)
    phone.say({ type: 'typing', consultationId, as: 'resident' })
    phone.say({ type: 'typing', consultationId, as: 'doctor' })
    phone.say({ type: 'ping' })
    expect(await phone.next()).toEqual({ type: 'pong' })
    phone.close()
  })
})

describe('who is let go', () => {
  test('a sign-out closes the sockets of that session at once, and leaves the others', async () => {
    const who = await newcomer(server)
    const elsewhere = await signIn(server, who.personaId)
    const [here, there] = [
      await signedInLive(server.base, who.tokens),
      await signedInLive(server.base, elsewhere.tokens),
    ]
    await who.identity.signOut({})
    expect(await here.next(1_000)).toEqual({ type: 'signed_out', code: 'signed_out' })
    expect(await here.closed()).toBe(liveClose.signedOut)
    tell(who, 1)
    expect(await there.next()).toEqual(news(1))
    expect(here.heard).toHaveLength(2)
    there.close()
  })

  test('a refresh token that comes twice ends the family, and its sockets', async () => {
    const who = await newcomer(server)
    const phone = await signedInLive(server.base, who.tokens)
    const body = { refreshToken: who.tokens.refreshToken }
    for (const status of [200, 401]) expect((await who.ask('POST', '/sign-in/refresh', { body })).status).toBe(status)
    expect(await phone.closed()).toBe(liveClose.signedOut)
  })

  test('an account that is deleted hears nothing more', async () => {
    const who = await newcomer(server)
    const phone = await signedInLive(server.base, who.tokens)
    await who.identity.deleteAccount({})
    expect(await phone.next(1_000)).toEqual({ type: 'signed_out', code: 'signed_out' })
  })

  test('a position that is disabled ends the socket that held it, at once', async () => {
    const { doctor, recipient } = await newDoctor()
    const administrator = await newAdministrator(server)
    const phone = await signedInLive(server.base, doctor.tokens)
    const { staff } = await administrator.identityStaff.staff({ query: { institutionId: recipient.institutionId } })
    const { staffId } = staff.find(s => s.role === 'doctor')!
    const params = { staffId }
    await administrator.identityStaff.setStaffDisabled({ params, body: { disabled: true, reason: '离职' } })
    expect(await phone.next(1_000)).toEqual({ type: 'signed_out', code: 'account_disabled' })
    expect(await phone.closed()).toBe(liveClose.signedOut)
    // As a resident they come again; of the doctor's events nothing reaches them.
    const back = await signedInLive(server.base, doctor.tokens)
    server.context.live.publish([recipient], { type: 'queue' })
    expect(await back.rest()).toEqual([])
    back.close()
  })

  test('a forgotten passcode ends the working period on open sockets', async () => {
    const { doctor, recipient } = await newDoctor()
    const administrator = await newAdministrator(server)
    const phone = await signedInLive(server.base, doctor.tokens)
    const { staff } = await administrator.identityStaff.staff({ query: { institutionId: recipient.institutionId } })
    await administrator.identityStaff.resetPasscode({
      params: { staffId: staff.find(s => s.role === 'doctor')!.staffId },
    })
    expect(await untilSilent(phone, () => server.context.live.publish([recipient], { type: 'queue' }))).toEqual([])
    phone.close()
  })

  test('what ended without anybody telling is found out by looking again', async () => {
    const who = await newcomer(server)
    const phone = await signedInLive(server.base, who.tokens)
    await server.db.query('UPDATE session SET ended_at = ? WHERE account_id = ?', [server.clock.now(), who.accountId])
    expect(await phone.next(recheckSeconds * 2_000)).toEqual({ type: 'signed_out', code: 'signed_out' })
  })

  test('one question looks at all sockets', async () => {
    const people = await Promise.all(Array.from({ length: 6 }, () => newcomer(server)))
    const phones = await Promise.all(people.map(who => signedInLive(server.base, who.tokens)))
    const { pool } = server.db.driver as unknown as { pool: { query(...given: unknown[]): unknown } }
    const asked = jest.spyOn(pool, 'query')
    await sleep(recheckSeconds * 1_000)
    const looks = asked.mock.calls.filter(([sql]) => String(sql).includes('FROM session s JOIN account'))
    asked.mockRestore()
    expect(looks).toHaveLength(1)
    expect((looks[0]![1] as string[][])[0]!.length).toBeGreaterThanOrEqual(people.length)
    for (const phone of phones) phone.close()
  })

  test('the oldest of too many sockets of one account', async () => {
    const who = await newcomer(server)
    const [first, second, third] = [
      await signedInLive(server.base, who.tokens),
      await signedInLive(server.base, who.tokens),
      await signedInLive(server.base, who.tokens),
    ]
    expect(await first!.closed()).toBe(liveClose.replaced)
    tell(who, 1)
    for (const phone of [second!, third!]) expect(await phone.next()).toEqual(news(1))
    for (const phone of [second!, third!]) phone.close()
  })

  test.each([
    ['no JSON', 'hello', liveClose.notUnderstood],
    ['no message of the contract', '{"type":"subscribe","to":"all"}', liveClose.notUnderstood],
    ['bytes', Buffer.from([1, 2, 3]), liveClose.notUnderstood],
    ['more than a message may have', JSON.stringify({ type: 'ping', x: 'x'.repeat(5_000) }), liveClose.tooLarge],
  ])('whoever sends %s', async (_what, data, code) => {
    const who = await newcomer(server)
    const phone = await signedInLive(server.base, who.tokens)
    phone.sayRaw(data)
    expect(await phone.closed()).toBe(code)
  })

  test('whoever says too much', async () => {
    const who = await newcomer(server)
    const phone = await signedInLive(server.base, who.tokens)
    for (let i = 0; i < 25; i++) phone.say({ type: 'ping' })
    expect(await phone.closed()).toBe(liveClose.tooMany)
    expect(phone.heard.filter(m => m.type === 'pong').length).toBeLessThanOrEqual(19)
  })

  test('a phone that takes nothing more, instead of the server keeping it all', async () => {
    const [slow, quick] = [await newcomer(server), await newcomer(server)]
    const stuck = await signedInLive(server.base, slow.tokens)
    const phone = await signedInLive(server.base, quick.tokens)
    stuck.ws.pause()
    const before = process.memoryUsage().arrayBuffers
    for (let seq = 1; seq <= 100_000; seq++) {
      tell(slow, seq)
      if (seq % 1_000 === 0) await sleep(1)
    }
    tell(quick, 1)
    expect(await phone.next()).toEqual(news(1))
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20_000_000)
    stuck.ws.resume()
    expect([liveClose.later, 1006]).toContain(await stuck.closed(10_000))
    expect(stuck.heard.length).toBeLessThan(100_000)
    phone.close()
  })

  test('one that answers no heartbeat', async () => {
    const who = await newcomer(server)
    const phone = await openLive(server.base)
    Object.assign(phone.ws, { _autoPong: false })
    phone.say({ type: 'sign_in', token: who.tokens.accessToken })
    expect(await phone.closed(3_000)).toBe(1006)
  })
})

describe('the token ends', () => {
  test('a new one renews the socket that is open; another account does not take it over', async () => {
    const [who, other] = [await newcomer(server), await newcomer(server)]
    const phone = await signedInLive(server.base, who.tokens)
    phone.say({ type: 'sign_in', token: who.tokens.accessToken })
    expect((await phone.next()).type).toBe('signed_in')
    tell(who, 1)
    expect(await phone.next()).toEqual(news(1))
    phone.say({ type: 'sign_in', token: other.tokens.accessToken })
    expect(await phone.next()).toEqual({ type: 'signed_out', code: 'signed_out' })
    tell(other, 1)
    expect(await phone.rest()).toEqual([])
  })

  test('without a new one it is closed, and an old one opens nothing; the idle working period ends too', async () => {
    const who = await newcomer(server)
    const { doctor, recipient } = await newDoctor()
    const phone = await signedInLive(server.base, who.tokens)
    const { accessToken } = who.tokens
    server.clock.push(15 * 60_000 + 1_000)
    tell(who, 1)
    expect(await phone.next()).toEqual({ type: 'signed_out', code: 'token_expired' })
    expect(await phone.closed()).toBe(liveClose.signedOut)
    const again = await openLive(server.base)
    again.say({ type: 'sign_in', token: accessToken })
    expect(await again.next()).toEqual({ type: 'signed_out', code: 'token_expired' })

    await doctor.identity.me({})
    const working = await signedInLive(server.base, doctor.tokens)
    server.context.live.publish([recipient], { type: 'queue' })
    expect(await working.next()).toEqual({ type: 'queue' })
    await server.db.query('UPDATE session SET last_seen_at = ? WHERE account_id = ?', [
      new Date(server.clock.now().getTime() - 61 * 60_000),
      doctor.accountId,
    ])
    await sleep(recheckSeconds * 1_000 + 300)
    server.context.live.publish([recipient], { type: 'queue' })
    expect(await working.rest()).toEqual([])
    working.close()
  })
})

test('metrics say how many are there and what was told', async () => {
  const who = await newcomer(server)
  const phone = await signedInLive(server.base, who.tokens)
  tell(who, 1)
  await phone.next()
  const text = await metrics()
  expect(text).toMatch(/^live_sockets\{state="signed_in"\} [1-9]/m)
  expect(text).toMatch(/^live_events_total\{type="news"\} [1-9]/m)
  expect(text).toMatch(/^live_closed_total\{why="signedOut"\} [1-9]/m)
  // Without Redis there is nothing to be connected to.
  expect(text).not.toContain('live_bus_connected')
  phone.close()
})

test('a server that stops sends its phones away and does not wait for them', async () => {
  const own = await startTestServer({ keepData: true })
  const who = await newcomer(own)
  const phone = await signedInLive(own.base, who.tokens)
  const deaf = await signedInLive(own.base, who.tokens)
  deaf.ws.pause()
  const began = Date.now()
  await own.stop()
  expect(Date.now() - began).toBeLessThan(8_000)
  expect(await phone.closed()).toBe(liveClose.leaving)
  deaf.cut()
}, 60_000)
