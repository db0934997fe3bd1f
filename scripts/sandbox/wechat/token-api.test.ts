import { type WechatSandbox } from './start'
import { appId, appSecret, askAsServer, startForTest } from './testing'

let sandbox: WechatSandbox
let ask: ReturnType<typeof askAsServer>
beforeEach(async () => {
  sandbox = await startForTest()
  ask = askAsServer(sandbox)
})
afterEach(() => sandbox.stop())

/** 40003: the token passed, and the receiver (none) was looked at. */
const accepts = async (token: string) =>
  (await ask.post('/cgi-bin/message/subscribe/send', {}, { access_token: token })).errcode === 40003
const plainToken = async () => {
  const query = { grant_type: 'client_credential', appid: appId, secret: appSecret }
  return String((await ask.get('/cgi-bin/token', query)).body.access_token)
}

it('hands everyone the same stable token until its last five minutes', async () => {
  const first = await ask.stableToken()
  expect(first).toEqual({ access_token: expect.any(String), expires_in: 7200 })
  await sandbox.advanceClock(6_890_000)
  expect(await ask.token()).toBe(first.access_token)
  await sandbox.advanceClock(20_000)
  const next = await ask.token()
  expect(next).not.toBe(first.access_token)
  expect(await accepts(String(first.access_token))).toBe(true)
  expect(await accepts(next)).toBe(true)
})

it('ends the old stable token at once when a new one is forced', async () => {
  const old = await ask.token()
  const forced = String((await ask.stableToken({ force_refresh: true })).access_token)
  expect(await accepts(old)).toBe(false)
  expect(await accepts(forced)).toBe(true)
})

it('replaces a plain token at every call, with five minutes of overlap, and leaves the stable one alone', async () => {
  const stable = await ask.token()
  const [first, second] = [await plainToken(), await plainToken()]
  expect(first).not.toBe(second)
  expect(await accepts(first)).toBe(true)
  await sandbox.advanceClock(301_000)
  expect(await accepts(first)).toBe(false)
  expect(await accepts(second)).toBe(true)
  expect(await ask.token()).toBe(stable)
})

it.each([
  [{ appid: 'wx1' }, 40013],
  [{ secret: 'x' }, 40125],
  [{ appid: undefined }, 41002],
  [{ secret: undefined }, 41004],
  [{ grant_type: 'password' }, 40002],
])('refuses %j with %i', async (wrong, errcode) => {
  expect(await ask.stableToken(wrong)).toMatchObject({ errcode })
})

it('calls what is no JSON a format error', async () => {
  const response = await fetch(`${sandbox.url}/cgi-bin/stable_token`, { method: 'POST', body: '{"grant' })
  expect(await response.json()).toMatchObject({ errcode: 47001 })
})
