import { createServer } from 'node:http'
import { type AddressInfo } from 'node:net'
import { startWechatSandbox, type WechatSandbox } from '../../../scripts/sandbox/wechat/start'
import { createWechatApi } from './api'

const account = { appId: 'wx0000000000000000', appSecret: 'sandbox-secret-of-tests' }
const templateId = 'sandbox-appointment-state'
const tokenPath = '/cgi-bin/stable_token'
const sendPath = '/cgi-bin/message/subscribe/send'

let sandbox: WechatSandbox
let person: { id: string; openid: string; unionid: string | null; phone: string }
beforeEach(async () => {
  sandbox = await startWechatSandbox({ port: 0, ...account })
  person = await sandbox.addPersona()
})
afterEach(() => sandbox.stop())

const api = (more: object = {}) => createWechatApi({ baseUrl: sandbox.url, ...account, timeoutMs: 10_000, ...more })
const message = (data: Record<string, string> = {}) => ({
  openid: person.openid,
  templateId,
  page: 'pages/one/index?id=1',
  data: {
    thing1: '陈桂芳',
    thing2: '县医院',
    time3: '2026年11月22日 09:00',
    phrase4: '已确认',
    thing5: '带身份证',
    ...data,
  },
})

describe('sign-in', () => {
  it('tells who signed in, and nothing else', async () => {
    const code = await sandbox.loginCode(person.id)
    const { openid, unionid } = person
    expect(await api().codeToSession(code)).toEqual({ openid, unionid })
    expect(await api().codeToSession(code)).toEqual({ error: 'code_invalid', errcode: 40029, seen: 'errcode' })
  })

  it('has no unionid where WeChat has none', async () => {
    const code = await sandbox.loginCode((await sandbox.addPersona({ unionid: null })).id)
    expect(await api().codeToSession(code)).toMatchObject({ openid: expect.any(String), unionid: null })
  })

  it.each([
    [-1, 'unavailable'],
    [45011, 'rate_limited'],
    [40226, 'blocked'],
    [40125, 'misconfigured'],
  ] as const)('reads errcode %i as %s', async (errcode, error) => {
    await sandbox.misbehave({ fault: 'errcode', errcode, times: 1 })
    expect(await api().codeToSession('any')).toEqual({ error, errcode, seen: 'errcode' })
  })

  it('sends its own appid and secret', async () => {
    const code = await sandbox.loginCode(person.id)
    expect(await api({ appSecret: 'wrong' }).codeToSession(code)).toMatchObject({
      error: 'misconfigured',
      errcode: 40125,
    })
    expect(await api({ appId: 'wrong' }).codeToSession(code)).toMatchObject({ error: 'misconfigured', errcode: 40013 })
  })
})

describe('when WeChat does not answer as it should', () => {
  it.each([
    [{ fault: 'down' }, 'network'],
    [{ fault: 'answer-lost' }, 'network'],
    [{ fault: 'garbage' }, 'http_status'],
    [{ fault: 'huge' }, 'too_large'],
    [{ fault: 'slow', delayMs: 1000 }, 'timeout'],
  ] as const)('%j is a value: %s', async (fault, seen) => {
    await sandbox.misbehave(fault)
    const answer = await api({ timeoutMs: seen === 'timeout' ? 500 : 20_000 }).codeToSession('a-code')
    expect(answer).toEqual({ error: 'unavailable', errcode: null, seen })
  })

  /** A host that is not WeChat and always says the same. */
  async function answerOf(status: number, headers: Record<string, string>, body: string) {
    const server = createServer((_request, response) => response.writeHead(status, headers).end(body))
    await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
    const { port } = server.address() as AddressInfo
    const client = api({ baseUrl: `http://127.0.0.1:${port}/` })
    const code = { scene: 'a', page: 'pages/one/index' }
    const answers = [await client.codeToSession('a-code'), await client.unlimitedQrCode(code)]
    server.close()
    server.closeAllConnections()
    return answers
  }
  const unavailable = (seen: string) => ({ error: 'unavailable', errcode: null, seen })

  it.each([
    ['a login page', 'text/html', '<html></html>'],
    ['an empty answer', 'application/json', ''],
    ['a word', 'application/json', '"ok"'],
    ['fields that are not those', 'application/json', '{"openid":1,"access_token":2}'],
    ['an errcode that is no number', 'application/json', '{"errcode":"0","openid":"o"}'],
    ['a picture', 'image/png', 'PNG'],
  ])('%s is unreadable', async (_what, type, body) => {
    expect(await answerOf(200, { 'content-type': type }, body)).toEqual([
      unavailable('unreadable'),
      unavailable('no_token'),
    ])
  })

  it('follows no redirect: the address carries the secret', async () => {
    const elsewhere = { location: `${sandbox.url}/sns/jscode2session` }
    expect(await answerOf(302, elsewhere, '')).toEqual([unavailable('network'), unavailable('no_token')])
    expect(await sandbox.calls()).toEqual({})
  })
})

describe('access token', () => {
  const phones = (client = api()) =>
    Promise.all(
      Array.from({ length: 8 }, async () => client.phoneNumber(await sandbox.phoneCode(person.id), person.openid)),
    )
  const given = { phone: expect.any(String), countryCode: '86' }

  it('is fetched once for callers at the same time, and kept', async () => {
    const client = api()
    expect(await phones(client)).toEqual(Array(8).fill(given))
    expect(await phones(client)).toEqual(Array(8).fill(given))
    expect((await sandbox.calls())[tokenPath]).toBe(1)
  })

  it('is the same for a second process, without disturbing the first', async () => {
    const [one, two] = [api(), api()]
    expect([...(await phones(one)), ...(await phones(two)), ...(await phones(one))]).toEqual(Array(24).fill(given))
    expect((await sandbox.calls())[tokenPath]).toBe(2)
  })

  it.each(['revoked', 'expired'])('that was %s is fetched again, once for all', async how => {
    const client = api()
    await phones(client)
    if (how === 'revoked') await sandbox.revokeTokens()
    else await sandbox.advanceClock(7200_000)
    expect(await phones(client)).toEqual(Array(8).fill(given))
    expect((await sandbox.calls())[tokenPath]).toBe(2)
  })

  it('is given up after one retry', async () => {
    await sandbox.misbehave({ fault: 'errcode', errcode: 40001, path: sendPath })
    expect(await api().sendSubscribeMessage(message())).toMatchObject({ error: 'unavailable', errcode: 40001 })
    expect(await sandbox.calls()).toMatchObject({ [sendPath]: 2, [tokenPath]: 2 })
  })

  it('that could not be fetched is asked for again by the next call', async () => {
    const client = api()
    await sandbox.misbehave({ fault: 'errcode', errcode: -1, path: tokenPath, times: 1 })
    expect(await client.phoneNumber('x', person.openid)).toMatchObject({ error: 'unavailable', errcode: -1 })
    expect(await phones(client)).toEqual(Array(8).fill(given))
  })
})

describe('phone number', () => {
  it('belongs to the openid that asks', async () => {
    const code = await sandbox.phoneCode(person.id)
    const other = await sandbox.addPersona()
    expect(await api().phoneNumber(code, other.openid)).toMatchObject({ error: 'code_invalid' })
    expect(await api().phoneNumber(code, person.openid)).toEqual({ phone: person.phone, countryCode: '86' })
    expect(await api().phoneNumber(code, person.openid)).toMatchObject({ error: 'code_invalid' })
  })
})

describe('subscribe message', () => {
  it('goes out once per accept', async () => {
    await sandbox.acceptMessages(person.id, [templateId])
    expect(await api().sendSubscribeMessage(message())).toEqual({ sent: true })
    expect(await api().sendSubscribeMessage(message())).toMatchObject({ error: 'no_quota', errcode: 43101 })
    const [received, ...others] = await sandbox.messages(person.id)
    expect(received).toMatchObject({ page: 'pages/one/index?id=1', data: { thing1: '陈桂芳', phrase4: '已确认' } })
    expect(others).toEqual([])
  })

  it('is cut to what its fields take', async () => {
    await sandbox.acceptMessages(person.id, [templateId])
    const long = message({ thing2: '𠮷'.repeat(25), phrase4: '正在等待确认' })
    expect(await api().sendSubscribeMessage(long)).toEqual({ sent: true })
    const [received] = await sandbox.messages(person.id)
    expect(received?.data).toMatchObject({ thing2: `${'𠮷'.repeat(19)}…`, phrase4: '正在等待确' })
  })

  it.each([
    [{ data: { thing1: '' } }, 'bad_argument', 47003],
    [{ openid: 'nobody' }, 'bad_argument', 40003],
    [{ templateId: 'none' }, 'misconfigured', 40037],
  ])('%j is %s', async (wrong, error, errcode) => {
    expect(await api().sendSubscribeMessage({ ...message(), ...wrong })).toEqual({ error, errcode, seen: 'errcode' })
  })
})

describe('QR code', () => {
  it('is a picture', async () => {
    const answer = await api().unlimitedQrCode({ scene: 'i=H1', page: 'pages/one/index' })
    expect(answer).toEqual({ contentType: 'image/png', image: expect.any(Buffer) })
  })

  it('with too long a scene is refused', async () => {
    const answer = await api().unlimitedQrCode({ scene: 'x'.repeat(33), page: 'pages/one/index' })
    expect(answer).toMatchObject({ error: 'bad_argument', errcode: 40169 })
  })
})
