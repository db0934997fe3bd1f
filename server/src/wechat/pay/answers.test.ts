import { systemClock } from '../../clock'
import { createWechatPay, type WechatPay, type WechatPayError } from '.'
import { appid, configWith, type Heard, mchid, order, refund, refunded, type Reply, startPeer, trade } from './testing'

let peer: Awaited<ReturnType<typeof startPeer>>
let reply: (heard: Heard) => Reply | Promise<Reply>
beforeAll(async () => {
  peer = await startPeer(heard => reply(heard))
})
afterAll(() => peer.stop())
beforeEach(() => void peer.heard.splice(0))

const pay = (clock = systemClock, settings = {}): WechatPay =>
  createWechatPay(configWith({ WECHAT_PAY_BASE_URL: peer.url, WECHAT_PAY_TIMEOUT_MS: '5000', ...settings }), clock)!
const problem = (code: string, status: number, retry: boolean) => ({ name: 'WechatPayError', code, status, retry })

describe('an answer', () => {
  it('tells about an order', async () => {
    reply = () => ({ body: trade })
    expect(await pay().query(order.outTradeNo)).toEqual({
      appid,
      mchid,
      outTradeNo: order.outTradeNo,
      state: 'SUCCESS',
      transactionId: trade.transaction_id,
      openid: order.openid,
      total: 1500,
      payerTotal: 1000,
      currency: 'CNY',
      paidAt: new Date('2026-11-22T01:00:01Z'),
    })
  })

  it.each(['NOTPAY', 'CLOSED', 'USERPAYING', 'PAYERROR', 'REVOKED'])(
    'tells little about an order that is %s',
    async state => {
      const { appid, mchid, out_trade_no } = trade
      reply = () => ({
        body: { appid, mchid, out_trade_no, trade_state: state, payer: {}, success_time: '', transaction_id: '' },
      })
      expect(await pay().query(order.outTradeNo)).toMatchObject({
        state,
        transactionId: null,
        openid: null,
        total: 0,
        paidAt: null,
      })
    },
  )

  it.each([
    ['without an amount', { amount: undefined }],
    ['without its number at WeChat', { transaction_id: '' }],
    ['without a payer', { payer: {} }],
    ['without a time', { success_time: undefined }],
    ['with an amount that is no whole number', { amount: { total: 15.5 } }],
    ['in a state nobody knows', { trade_state: 'PAID' }],
  ])('about a paid order %s is unreadable', async (_what, more) => {
    reply = () => ({ body: { ...trade, ...more } })
    await expect(pay().query(order.outTradeNo)).rejects.toMatchObject(problem('UNREADABLE', 200, false))
  })

  it.each([{ out_trade_no: 'R2026112200000002' }, { mchid: '1900000002' }, { appid: 'wx1' }])(
    'about another order is a replay (%j)',
    async other => {
      reply = () => ({ body: { ...trade, ...other } })
      await expect(pay().query(order.outTradeNo)).rejects.toMatchObject(problem('FORGED_ANSWER', 200, false))
    },
  )

  it.each([{ out_refund_no: 'B-2' }, { out_trade_no: 'R2026112200000002' }])(
    'about another refund is a replay (%j)',
    async other => {
      reply = () => ({ body: { ...refunded, ...other } })
      await expect(pay().refund(refund)).rejects.toMatchObject(problem('FORGED_ANSWER', 200, false))
    },
  )

  it.each([
    [{ status: 'PROCESSING' }, { state: 'PROCESSING', settledAt: null, receivedBy: null }],
    [
      { status: 'SUCCESS', success_time: '2026-11-22T10:00:00+08:00', user_received_account: '支付用户零钱' },
      { state: 'SUCCESS', settledAt: new Date('2026-11-22T02:00:00Z'), receivedBy: '支付用户零钱' },
    ],
    [{ status: undefined, refund_status: 'ABNORMAL' }, { state: 'ABNORMAL' }],
    [{ status: 'CLOSED' }, { state: 'CLOSED' }],
  ])('tells about a refund: %j', async (said, read) => {
    reply = () => ({ body: { ...refunded, ...said } })
    const known = {
      outTradeNo: refund.outTradeNo,
      outRefundNo: 'B-1',
      refundId: refunded.refund_id,
      refund: 500,
      total: 1500,
    }
    expect(await pay().refund(refund)).toMatchObject({ ...known, ...read })
    expect(await pay().queryRefund('B-1')).toMatchObject({ ...known, ...read })
  })

  it.each([
    ['ORDER_NOT_EXIST', 'ORDERNOTEXIST'],
    ['ORDERNOTEXIST', 'ORDERNOTEXIST'],
    ['RESOURCE_NOT_EXISTS', 'RESOURCE_NOT_EXISTS'],
  ])('%s is null for a query, and a refusal for a close', async (said, code) => {
    reply = () => ({ status: 404, body: { code: said, message: '订单不存在' }, signing: false })
    expect(await pay().query(order.outTradeNo)).toBeNull()
    await expect(pay().close(order.outTradeNo)).rejects.toMatchObject(problem(code, 404, false))
  })

  it.each([
    ['RESOURCE_NOT_EXISTS', null],
    ['REFUND_NOT_EXIST', null],
  ])('%s is null for a refund query', async code => {
    reply = () => ({ status: 404, body: { code }, signing: false })
    expect(await pay().queryRefund('B-1')).toBeNull()
  })

  it.each([
    [400, { code: 'ORDER_PAID' }, 'ORDERPAID', false],
    [400, { code: 'PARAM_ERROR' }, 'PARAM_ERROR', false],
    [401, { code: 'SIGN_ERROR' }, 'SIGN_ERROR', false],
    [403, { code: 'RULE_LIMIT' }, 'RULELIMIT', false],
    [403, { code: 'A_NEW_ONE' }, 'A_NEW_ONE', false],
    [404, { code: 'MCH_NOT_EXISTS' }, 'MCH_NOT_EXISTS', false],
    [404, '<html>not found</html>', 'UNREADABLE', false],
    [400, { code: 'no code <script>' }, 'UNREADABLE', false],
    [429, 'slow down', 'FREQUENCY_LIMITED', true],
    [429, { code: 'RATELIMIT_EXCEEDED' }, 'FREQUENCY_LIMITED', true],
    [503, { code: 'BANK_ERROR' }, 'BANK_ERROR', true],
  ])('%i %j is %s, and not repeated by itself', async (status, body, code, retry) => {
    reply = () => ({ status, body, signing: false })
    await expect(pay().query(order.outTradeNo)).rejects.toMatchObject(problem(code, status, retry))
    expect(peer.heard).toHaveLength(1)
  })

  it('elsewhere is not gone to', async () => {
    reply = () => ({ status: 302, headers: { location: `${peer.url}/elsewhere` }, body: trade })
    await expect(pay().query(order.outTradeNo)).rejects.toMatchObject(problem('UNREADABLE', 302, false))
    expect(peer.heard).toHaveLength(1)
  })

  it('that is no JSON, or larger than any, is unreadable', async () => {
    reply = () => ({ body: 'yes' })
    await expect(pay().query(order.outTradeNo)).rejects.toMatchObject(problem('UNREADABLE', 200, false))
    reply = () => ({ body: 'x'.repeat(300 * 1024) })
    await expect(pay().query(order.outTradeNo)).rejects.toMatchObject({ code: 'UNREADABLE' })
  })

  it('of another kind than 204 does not close', async () => {
    reply = () => ({ body: {} })
    await expect(pay().close(order.outTradeNo)).rejects.toMatchObject(problem('UNREADABLE', 200, false))
  })
})

describe('no answer', () => {
  it('is asked for again with the same body', async () => {
    reply = () =>
      peer.heard.length < 2
        ? { lost: true }
        : peer.heard.length < 3
          ? { status: 500, body: { code: 'SYSTEMERROR' }, signing: false }
          : { body: refunded }
    expect(await pay().refund(refund)).toMatchObject({ state: 'PROCESSING' })
    const [first, ...again] = peer.heard
    expect(again.map(h => h.body)).toEqual([first!.body, first!.body])
    expect(new Set(peer.heard.map(h => h.headers.authorization)).size).toBe(3)
  })

  it('is given up after three', async () => {
    reply = () => ({ status: 502, body: 'bad gateway', signing: false })
    await expect(pay().close(order.outTradeNo)).rejects.toMatchObject(problem('SYSTEM_ERROR', 502, true))
    expect(peer.heard).toHaveLength(3)
  })

  it('within the time is no answer, and somebody who waits is not kept', async () => {
    reply = () => new Promise(done => setTimeout(() => done({ body: trade }), 700).unref())
    const error = await pay(systemClock, { WECHAT_PAY_TIMEOUT_MS: '300' })
      .query(order.outTradeNo)
      .catch((e: WechatPayError) => e)
    expect(error).toMatchObject(problem('NO_ANSWER', 0, true))
    expect(String(error)).toBe('WechatPayError: WeChat Pay: NO_ANSWER')
    expect(peer.heard).toHaveLength(1)
  })
})
