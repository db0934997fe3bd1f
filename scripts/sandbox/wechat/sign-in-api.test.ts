import { type WechatSandbox } from './start'
import { askAsServer, startForTest } from './testing'

let sandbox: WechatSandbox
let ask: ReturnType<typeof askAsServer>
beforeAll(async () => {
  sandbox = await startForTest()
  ask = askAsServer(sandbox)
})
afterAll(() => sandbox.stop())

describe('code2session', () => {
  it('knows the person of a code, once', async () => {
    const code = await sandbox.loginCode('resident')
    const { status, body } = await ask.signIn(code)
    const resident = (await sandbox.personas()).find(({ id }) => id === 'resident')
    expect(status).toBe(200)
    expect(body).toEqual({ openid: resident?.openid, unionid: resident?.unionid, session_key: expect.any(String) })
    expect(await ask.signIn(code)).toMatchObject({ status: 200, body: { errcode: 40029 } })
  })

  it('leaves the unionid out where the account is linked to no open platform', async () => {
    const { id } = await sandbox.addPersona({ unionid: null })
    const { body } = await ask.signIn(await sandbox.loginCode(id))
    expect(body).toHaveProperty('openid')
    expect(body).not.toHaveProperty('unionid')
  })

  it('refuses a code after five minutes, and a phone code', async () => {
    const fresh = await sandbox.loginCode('elder')
    await sandbox.advanceClock(299_000)
    expect((await ask.signIn(fresh)).body).toHaveProperty('openid')
    const old = await sandbox.loginCode('elder')
    await sandbox.advanceClock(300_001)
    expect((await ask.signIn(old)).body).toMatchObject({ errcode: 40029 })
    expect((await ask.signIn(await sandbox.phoneCode('elder'))).body).toMatchObject({ errcode: 40029 })
  })

  it.each([
    [{ appid: 'wx1' }, 40013],
    [{ secret: 'wrong' }, 40125],
    [{ js_code: '' }, 41008],
    [{ grant_type: 'client_credential' }, 40002],
  ])('answers %j with %i and leaves the code unspent', async (wrong, errcode) => {
    const code = await sandbox.loginCode('clerk')
    expect((await ask.signIn(code, wrong as Record<string, string>)).body).toMatchObject({ errcode })
    expect((await ask.signIn(code)).body).toHaveProperty('openid')
  })

  it('blocks an account of high risk', async () => {
    const { id } = await sandbox.addPersona({ highRisk: true })
    expect((await ask.signIn(await sandbox.loginCode(id))).body).toMatchObject({ errcode: 40226 })
  })
})

describe('getuserphonenumber', () => {
  const phone = (body: object, token: string) =>
    ask.post('/wxa/business/getuserphonenumber', body, { access_token: token })

  it('gives the number of a code once, to its own openid only', async () => {
    const token = await ask.token()
    const personas = await sandbox.personas()
    const openid = (id: string) => personas.find(persona => persona.id === id)!.openid
    const code = await sandbox.phoneCode('resident')
    expect(await phone({ code, openid: openid('elder') }, token)).toMatchObject({ errcode: 40029 })
    expect(await phone({ code, openid: openid('resident') }, token)).toMatchObject({
      errcode: 0,
      phone_info: { purePhoneNumber: '19900000001', countryCode: '86' },
    })
    expect(await phone({ code, openid: openid('resident') }, token)).toMatchObject({ errcode: 40029 })
  })

  it('wants an access token that is good', async () => {
    const code = await sandbox.phoneCode('resident')
    const token = await ask.token()
    expect(await phone({ code }, '')).toMatchObject({ errcode: 41001 })
    expect(await phone({ code }, 'invented')).toMatchObject({ errcode: 40001 })
    await sandbox.advanceClock(7200_000)
    expect(await phone({ code }, token)).toMatchObject({ errcode: 42001 })
  })
})
