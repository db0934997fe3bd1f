import { type Fault } from './faults'
import { type WechatSandbox } from './start'
import { askAsServer, startForTest } from './testing'

let sandbox: WechatSandbox
let ask: ReturnType<typeof askAsServer>
beforeEach(async () => {
  sandbox = await startForTest()
  ask = askAsServer(sandbox)
})
afterEach(() => sandbox.stop())

it('answers an errcode as often as told, on the endpoint told', async () => {
  await sandbox.misbehave({ fault: 'errcode', errcode: 45011, path: '/cgi-bin/stable_token', times: 2 })
  expect((await ask.signIn(await sandbox.loginCode('resident'))).body).toHaveProperty('openid')
  expect(await ask.stableToken()).toMatchObject({ errcode: 45011 })
  expect(await ask.stableToken()).toMatchObject({ errcode: 45011 })
  expect(await ask.stableToken()).toHaveProperty('access_token')
})

it('is down until it is told to behave, and its own pages stay up', async () => {
  await sandbox.misbehave({ fault: 'down' })
  await expect(ask.stableToken()).rejects.toThrow('fetch failed')
  expect((await fetch(`${sandbox.url}/personas`)).status).toBe(200)
  await sandbox.behave()
  expect(await ask.stableToken()).toHaveProperty('access_token')
})

it('is slow', async () => {
  await sandbox.misbehave({ fault: 'slow', delayMs: 300, times: 1 })
  const start = performance.now()
  await ask.stableToken()
  expect(performance.now() - start).toBeGreaterThanOrEqual(290)
})

it('loses the answer after the work is done', async () => {
  const code = await sandbox.loginCode('resident')
  await sandbox.misbehave({ fault: 'answer-lost', times: 1 })
  await expect(ask.signIn(code)).rejects.toThrow('fetch failed')
  expect((await ask.signIn(code)).body).toMatchObject({ errcode: 40029 })
})

it('revokes tokens, and gives out a new one', async () => {
  const old = await ask.token()
  await sandbox.revokeTokens()
  const send = (token: string) => ask.post('/cgi-bin/message/subscribe/send', {}, { access_token: token })
  expect(await send(old)).toMatchObject({ errcode: 40001 })
  expect(await send(await ask.token())).toMatchObject({ errcode: 40003 })
})

it.each([
  [{ fault: 'sulk' }],
  [{ fault: 'slow', delayMs: -1 }],
  [{ fault: 'down', times: 0 }],
  [{ fault: 'errcode', errcode: 1 }],
])('refuses the command %j', async command => {
  await expect(sandbox.misbehave(command as Fault)).rejects.toThrow('400')
})
