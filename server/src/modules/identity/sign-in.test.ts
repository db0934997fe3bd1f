import { randomUUID } from 'node:crypto'
import jwt from 'jsonwebtoken'
import { ask, clientsOf, codeOf } from '../../testing/client'
import { type TestServer, startTestServer } from '../../testing/server'
import { newResident, newcomer, signIn } from '../../testing/signed-in'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.stop())

const anonymous = () => clientsOf(server.base).identity
const meWith = (token: string) => ask(server.base, 'GET', '/me', { headers: { Authorization: `Bearer ${token}` } })

test('the same WeChat user comes back to the same account', async () => {
  const first = await newcomer(server)
  const again = await signIn(server, first.personaId)
  expect(again.accountId).toBe(first.accountId)
  expect(again.tokens.refreshToken).not.toBe(first.tokens.refreshToken)
})

test('two first sign-ins at once make one account', async () => {
  const persona = await server.wechat.addPersona()
  const both = await Promise.all([signIn(server, persona.id), signIn(server, persona.id)])
  expect(new Set(both.map(s => s.accountId)).size).toBe(1)
})

test('a code is good once', async () => {
  const persona = await server.wechat.addPersona()
  const code = await server.wechat.loginCode(persona.id)
  await anonymous().signIn({ body: { code } })
  expect(await codeOf(anonymous().signIn({ body: { code } }))).toBe('wechat_code_invalid')
})

test('an account that WeChat blocks, and WeChat down', async () => {
  const risky = await server.wechat.addPersona({ highRisk: true })
  const code = await server.wechat.loginCode(risky.id)
  expect(await codeOf(anonymous().signIn({ body: { code } }))).toBe('wechat_blocked')
  const persona = await server.wechat.addPersona()
  const another = await server.wechat.loginCode(persona.id)
  await server.wechat.misbehave({ fault: 'down' })
  expect(await codeOf(anonymous().signIn({ body: { code: another } }))).toBe('wechat_unavailable')
  await server.wechat.behave()
})

test('nothing of openid, phone or tokens is stored readable', async () => {
  const resident = await newResident(server)
  const [account] = await server.db.query('SELECT * FROM account WHERE account_id = ?', [resident.accountId])
  const tokens = await server.db.query('SELECT * FROM refresh_token')
  const persona = (await server.wechat.personas()).find(p => p.id === resident.personaId)!
  const stored = JSON.stringify([account, tokens])
  for (const secret of [persona.openid, persona.phone, resident.tokens.refreshToken])
    expect(stored).not.toContain(secret)
})

describe('access token', () => {
  const now = () => Math.floor(server.clock.now().getTime() / 1000)
  const claims = async () => {
    const { accountId, tokens } = await newcomer(server)
    const { sid } = jwt.decode(tokens.accessToken) as { sid: string }
    return { sub: accountId, sid, iss: 'county-health', aud: 'county-health-api', iat: now(), exp: now() + 600 }
  }
  const sign = (payload: object, options: jwt.SignOptions = {}) =>
    jwt.sign(payload, server.context.config.ACCESS_TOKEN_KEY, { algorithm: 'HS256', ...options })

  test('lives at most 15 minutes', async () => {
    const { tokens } = await newcomer(server)
    const { iat, exp } = jwt.decode(tokens.accessToken) as { iat: number; exp: number }
    expect(exp - iat).toBeLessThanOrEqual(900)
    expect((await meWith(tokens.accessToken)).status).toBe(200)
  })

  test('a well-made one is taken, so that the refusals below are for their one fault', async () => {
    expect((await meWith(sign(await claims()))).status).toBe(200)
  })

  const faults: [string, string, (good: Record<string, unknown>) => string][] = [
    ['another key', 'signed_out', good => jwt.sign(good, 'x'.repeat(40))],
    ['alg none', 'signed_out', good => jwt.sign(good, '', { algorithm: 'none' })],
    ['another algorithm of the same key', 'signed_out', good => sign(good, { algorithm: 'HS512' })],
    ['another audience', 'signed_out', good => sign({ ...good, aud: 'somebody-else' })],
    ['another issuer', 'signed_out', good => sign({ ...good, iss: 'somebody-else' })],
    ['no end', 'signed_out', ({ exp: _exp, ...good }) => sign(good)],
    ['expired', 'token_expired', good => sign({ ...good, exp: now() - 1 })],
    ['a session of nobody', 'signed_out', good => sign({ ...good, sid: randomUUID() })],
    ["another account's session", 'signed_out', good => sign({ ...good, sub: randomUUID() })],
    ['a changed payload', 'signed_out', good => sign(good).replace(/\.[^.]+\./, '.e30.')],
    ['nonsense', 'signed_out', () => 'nonsense'],
  ]
  test.each(faults)('%s → %s', async (_, code, make) => {
    const answer = await meWith(make(await claims()))
    expect(answer.status).toBe(401)
    expect(answer.body).toMatchObject({ code })
  })
})

describe('refresh token', () => {
  const exchange = (refreshToken: string) => anonymous().refresh({ body: { refreshToken } })

  test('rotates, and the new one works', async () => {
    const { tokens } = await newcomer(server)
    const next = await exchange(tokens.refreshToken)
    expect((await meWith(next.accessToken)).status).toBe(200)
    await expect(exchange(next.refreshToken)).resolves.toMatchObject({ expiresIn: 900 })
  })

  test('reuse of an old one ends the whole family at once', async () => {
    const { tokens } = await newcomer(server)
    const next = await exchange(tokens.refreshToken)
    expect(await codeOf(exchange(tokens.refreshToken))).toBe('refresh_token_invalid')
    expect(await codeOf(exchange(next.refreshToken))).toBe('refresh_token_invalid')
    expect((await meWith(next.accessToken)).body).toMatchObject({ code: 'signed_out' })
  })

  test('eight exchanges of one token at once: at most one goes through', async () => {
    const { tokens } = await newcomer(server)
    const answers = await Promise.allSettled(Array.from({ length: 8 }, () => exchange(tokens.refreshToken)))
    expect(answers.filter(a => a.status === 'fulfilled')).toHaveLength(1)
    expect((await meWith(tokens.accessToken)).body).toMatchObject({ code: 'signed_out' })
  })

  test('ends by its date, and an invented one is refused', async () => {
    const { tokens } = await newcomer(server)
    expect(await codeOf(exchange('invented'))).toBe('refresh_token_invalid')
    server.clock.push(31 * 86_400_000)
    expect(await codeOf(exchange(tokens.refreshToken))).toBe('refresh_token_invalid')
  })
})

test('sign-out works at once, for this session alone', async () => {
  const phone = await newcomer(server)
  const other = await signIn(server, phone.personaId)
  await phone.identity.signOut({})
  expect(await codeOf(phone.identity.me({}))).toBe('signed_out')
  expect(await codeOf(anonymous().refresh({ body: phone.tokens }))).toBe('refresh_token_invalid')
  await expect(other.identity.me({})).resolves.toMatchObject({ accountId: phone.accountId })
})

test('the phone button binds the number, another person’s code does not', async () => {
  const [a, b] = [await newcomer(server), await newcomer(server)]
  const stolen = await server.wechat.phoneCode(a.personaId)
  expect(await codeOf(b.identity.bindPhone({ body: { code: stolen } }))).toBe('wechat_code_invalid')
  const { phone } = await a.identity.bindPhone({ body: { code: await server.wechat.phoneCode(a.personaId) } })
  expect(phone).toBe(`${a.wechatPhone.slice(0, 3)}****${a.wechatPhone.slice(-4)}`)
})
