import { sign } from 'node:crypto'
import { appId } from '../testing'
import { askSigned, begin, openid, type PayTest, startPayTest } from './testing'

let test: PayTest
beforeAll(async () => {
  test = await startPayTest()
})
beforeEach(() => test.reset())
afterAll(() => test.stop())

const pay = (prepayId: string, more: object = {}) => test.sandbox.pay.pay({ prepay_id: prepayId, ...more })
const stateOf = async (no: string) => (await test.query(no)).body.trade_state

it('is paid once, by its own person', async () => {
  const { no, prepayId } = await test.place()
  await expect(pay(prepayId, { openid: 'oSandboxelder00000000000000' })).rejects.toThrow('下单的微信号')
  await pay(prepayId, { openid })
  await expect(pay(prepayId)).rejects.toThrow('已经付过')
  expect(await stateOf(no)).toBe('SUCCESS')
  expect((await test.close(no)).body).toMatchObject({ code: 'ORDERPAID' })
  const again = await test.ask('POST', '/v3/pay/transactions/jsapi', test.order({ out_trade_no: no }))
  expect(again.body).toMatchObject({ code: 'ORDERPAID' })
})

it('cannot be paid once closed, unless the payment was under way', async () => {
  const { no, prepayId } = await test.place()
  expect((await test.close(no)).status).toBe(204)
  expect((await test.close(no)).body).toMatchObject({ code: 'ORDER_CLOSED' })
  await expect(pay(prepayId)).rejects.toThrow('已经关闭')
  await pay(prepayId, { late: true })
  expect(await stateOf(no)).toBe('SUCCESS')
})

it('ends at time_expire for the person, and stays open for the merchant', async () => {
  const { no, prepayId } = await test.place({ time_expire: '2026-11-23T09:01:00+08:00' })
  await test.pass(61_000)
  await expect(pay(prepayId)).rejects.toThrow('过了支付时间')
  expect(await stateOf(no)).toBe('NOTPAY')
  expect((await test.close(no)).status).toBe(204)
})

it('gives a new prepay_id when two hours are over', async () => {
  const fields = test.order()
  const place = async () => String((await test.ask('POST', '/v3/pay/transactions/jsapi', fields)).body.prepay_id)
  const first = await place()
  await test.pass(2 * 3_600_000)
  await expect(pay(first)).rejects.toThrow('过了支付时间')
  const second = await place()
  await expect(pay(first)).rejects.toThrow('没有这笔订单')
  await pay(second)
})

it('knows who asks about what', async () => {
  const { no } = await test.paid()
  expect((await test.query('order-none')).body).toMatchObject({ code: 'ORDERNOTEXIST' })
  const foreign = await test.ask('GET', `/v3/pay/transactions/out-trade-no/${no}?mchid=1`)
  expect(foreign.body).toMatchObject({ code: 'PARAM_ERROR' })
})

it('lets the payment win over the close, or come after it', async () => {
  await test.sandbox.pay.misbehave({ on: 'close', what: 'paid-first', times: 1 })
  const first = await test.place()
  expect((await test.close(first.no)).body).toMatchObject({ code: 'ORDERPAID' })
  await test.sandbox.pay.misbehave({ on: 'close', what: 'paid-after', times: 1 })
  const second = await test.place()
  expect((await test.close(second.no)).status).toBe(204)
  expect([await stateOf(first.no), await stateOf(second.no)]).toEqual(['SUCCESS', 'SUCCESS'])
  await test.sandbox.pay.settle()
  expect(test.merchant.received).toHaveLength(2)
})

it('opens the payment sheet only with the merchant’s signature', async () => {
  const { prepayId } = await test.place()
  const timeStamp = String(begin / 1000)
  const text = `${appId}\n${timeStamp}\nnonce\nprepay_id=${prepayId}\n`
  const paySign = sign('sha256', Buffer.from(text), test.sandbox.payKeys.merchant.privateKey).toString('base64')
  const parameters = { appId, timeStamp, nonceStr: 'nonce', package: `prepay_id=${prepayId}`, signType: 'RSA', paySign }
  await expect(test.sandbox.pay.pay({ parameters: { ...parameters, nonceStr: 'other' } })).rejects.toThrow('签名失败')
  await expect(test.sandbox.pay.pay({ parameters: { ...parameters, signType: 'MD5' } })).rejects.toThrow('signType')
  expect(await test.sandbox.pay.pay({ parameters })).toMatchObject({ state: 'SUCCESS', total: 1500 })
})

describe('misbehaving answers', () => {
  const one = async (what: 'down' | 'answer-lost' | 'garbage' | 'refuse' | 'slow', more: object = {}) =>
    test.sandbox.pay.misbehave({ on: 'api', what, times: 1, ...more })

  it('is down without doing anything, or loses the answer when all is done', async () => {
    const fields = test.order()
    const place = () => test.ask('POST', '/v3/pay/transactions/jsapi', fields)
    await one('down', { path: '/jsapi' })
    await expect(place()).rejects.toThrow('fetch failed')
    expect((await test.query(fields.out_trade_no)).status).toBe(404)
    await one('answer-lost', { method: 'POST' })
    await expect(place()).rejects.toThrow('fetch failed')
    expect((await test.query(fields.out_trade_no)).status).toBe(200)
    expect(await place()).toMatchObject({ status: 200 })
  })

  it.each([
    ['FREQUENCY_LIMITED', 429],
    ['SYSTEM_ERROR', 500],
    ['NOT_ENOUGH', 403],
  ] as const)('answers %s', async (code, status) => {
    await one('refuse', { code })
    expect(await test.query('order-1')).toMatchObject({ status, body: { code } })
  })

  it('answers a gateway’s page', async () => {
    await one('garbage')
    expect(await test.query('order-1')).toMatchObject({ status: 502, text: expect.stringContaining('<html>') })
  })

  it('is slow', async () => {
    await one('slow', { delayMs: 200 })
    const start = performance.now()
    await test.query('order-1')
    expect(performance.now() - start).toBeGreaterThanOrEqual(190)
  })

  it('refuses a command it does not know', async () => {
    const wrong = { on: 'api', what: 'sulk' } as never
    await expect(test.sandbox.pay.misbehave(wrong)).rejects.toThrow('400')
  })
})

it('counts the calls', async () => {
  const { calls } = test.sandbox
  const before = (await calls())['/v3/certificates'] ?? 0
  await askSigned(test.sandbox, 'GET', '/v3/certificates')
  expect((await calls())['/v3/certificates']).toBe(before + 1)
})
