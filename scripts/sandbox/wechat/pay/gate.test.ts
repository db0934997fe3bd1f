import { askSigned, type PayTest, startPayTest } from './testing'

let test: PayTest
beforeAll(async () => {
  test = await startPayTest()
})
afterAll(() => test.stop())

const certificates = '/v3/certificates'
const now = () => Math.floor(Date.now() / 1000)

describe('who asks', () => {
  it.each([
    ['another merchant', { mchid: '1900000000' }],
    ['another certificate', { serial: '5A00' }],
    ['a request of ten minutes ago', { timestamp: now() - 600 }],
    ['a signature over other bytes', { signedBody: '{}' }],
    ['a signature over another address', { path: '/v3/bill/tradebill' }],
    ['no signature', { headers: { authorization: 'Bearer x' } }],
    ['a header with a part missing', { headers: { authorization: 'WECHATPAY2-SHA256-RSA2048 mchid="1"' } }],
  ])('refuses %s', async (_what, spoil) => {
    const answer = await askSigned(test.sandbox, 'GET', certificates, undefined, spoil)
    expect([answer.status, answer.body.code]).toEqual([401, 'SIGN_ERROR'])
  })

  it('refuses a nonce that was used', async () => {
    const once = { nonce: 'usedOnlyOnce0000' }
    expect((await askSigned(test.sandbox, 'GET', certificates, undefined, once)).status).toBe(200)
    expect((await askSigned(test.sandbox, 'GET', certificates, undefined, once)).status).toBe(401)
  })

  it('signs under the key that the request names, and refuses one it does not know', async () => {
    const naming = (serial: string) =>
      askSigned(test.sandbox, 'GET', certificates, undefined, { headers: { 'wechatpay-serial': serial } })
    for (const serial of [test.sandbox.payKeys.publicKey.id, test.sandbox.payKeys.platform.serial]) {
      expect((await naming(serial)).headers.get('wechatpay-serial')).toBe(serial)
    }
    expect((await naming('5A00')).status).toBe(400)
  })
})

describe('what is asked', () => {
  const place = async (body: object | string) =>
    (await test.ask('POST', '/v3/pay/transactions/jsapi', body as object)).body

  it.each([
    ['/description', { description: '号'.repeat(128) }],
    ['/out_trade_no', { out_trade_no: 'five5' }],
    ['/out_trade_no', { out_trade_no: 'with space' }],
    ['/out_trade_no', { out_trade_no: 'x'.repeat(33) }],
    ['/amount/total', { amount: { total: 15.5 } }],
    ['/amount/total', { amount: { total: '1500' } }],
    ['/amount/total', { amount: { total: 0 } }],
    ['/amount/currency', { amount: { total: 1, currency: 'USD' } }],
    ['/notify_url', { notify_url: 'https://county.example/x?y=1' }],
    ['/notify_url', { notify_url: 'http://county.example/x' }],
    ['/payer', { payer: undefined }],
    ['/payer/openid', { payer: { openid: 'nobody' } }],
    ['/time_expire', { time_expire: '2026-11-23 09:30:00' }],
    ['/time_expire', { time_expire: '2026-11-23T09:00:59+08:00' }],
  ])('refuses %s of %j', async (field, wrong) => {
    expect(await place(test.order(wrong))).toMatchObject({ code: 'PARAM_ERROR', detail: { field } })
  })

  it('takes the longest and the shortest', async () => {
    const fields = { description: '号'.repeat(127), out_trade_no: 'a-_|*1', time_expire: '2026-11-23T09:01:00+08:00' }
    expect(await place(test.order(fields))).toHaveProperty('prepay_id')
  })

  it('refuses an app that is not the merchant’s', async () => {
    expect(await place(test.order({ appid: 'wxforeign' }))).toMatchObject({ code: 'APPID_MCHID_NOT_MATCH' })
    expect(await place(test.order({ mchid: '1900000000' }))).toMatchObject({ code: 'APPID_MCHID_NOT_MATCH' })
  })

  it('refuses what is no JSON', async () => {
    expect(await place('{"appid":')).toMatchObject({ code: 'PARAM_ERROR' })
  })

  it('answers the same number with the same parameters again, and no others', async () => {
    const fields = test.order()
    const { prepay_id: prepayId } = await place(fields)
    const { payer, ...others } = fields
    expect(await place({ payer, ...others })).toEqual({ prepay_id: prepayId })
    expect(await place({ ...fields, amount: { total: 1, currency: 'CNY' } })).toMatchObject({
      code: 'OUT_TRADE_NO_USED',
    })
  })
})
