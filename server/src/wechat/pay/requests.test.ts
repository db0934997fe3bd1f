import { verify } from 'node:crypto'
import { Formatter, Rsa } from 'wechatpay-axios-plugin'
import { systemClock } from '../../clock'
import { createPushedClock } from '../../testing/pushed-clock'
import { createWechatPay, type WechatPay, type WechatPayError } from '.'
import {
  appid,
  configWith,
  type Heard,
  mchid,
  merchantKeys,
  pemOf,
  platform,
  type Reply,
  serial,
  startPeer,
} from './testing'

let peer: Awaited<ReturnType<typeof startPeer>>
let reply: (heard: Heard) => Reply | Promise<Reply>
beforeAll(async () => {
  peer = await startPeer(heard => reply(heard))
})
afterAll(() => peer.stop())
beforeEach(() => void peer.heard.splice(0))

const pay = (clock = systemClock, settings = {}): WechatPay =>
  createWechatPay(configWith({ WECHAT_PAY_BASE_URL: peer.url, WECHAT_PAY_TIMEOUT_MS: '300', ...settings }), clock)!
const order = {
  outTradeNo: 'R2026112200000001',
  description: '挂号费：县医院 内科',
  amount: 1500,
  openid: 'o-invented-openid',
  expiresAt: new Date('2026-11-22T01:02:03.456Z'),
}
const refund = {
  outTradeNo: order.outTradeNo,
  outRefundNo: 'B-1',
  amount: 500,
  total: 1500,
  reason: '医生停诊',
}
const trade = {
  appid,
  mchid,
  out_trade_no: order.outTradeNo,
  trade_state: 'SUCCESS',
  trade_state_desc: '支付成功',
  transaction_id: '4200000000202611220000000001',
  payer: { openid: order.openid },
  amount: { total: 1500, payer_total: 1000, currency: 'CNY', payer_currency: 'CNY' },
  success_time: '2026-11-22T09:00:01+08:00',
}
const refunded = {
  refund_id: '50300000002026112200000001',
  out_refund_no: refund.outRefundNo,
  out_trade_no: refund.outTradeNo,
  transaction_id: trade.transaction_id,
  status: 'PROCESSING',
  amount: { total: 1500, refund: 500, payer_total: 1500, payer_refund: 500, currency: 'CNY' },
}
const problem = (code: string, status: number, retry: boolean) => ({ name: 'WechatPayError', code, status, retry })

/** The parts of an Authorization header. */
const authorizationOf = ({ headers }: Heard): Record<string, string> => {
  const [, scheme, parts = ''] = /^(\S+) (.*)$/.exec(headers.authorization ?? '') ?? []
  return { scheme: scheme ?? '', ...Object.fromEntries([...parts.matchAll(/(\w+)="([^"]*)"/g)].map(m => [m[1], m[2]])) }
}

describe('a request', () => {
  const ways: [string, (pay: WechatPay) => Promise<unknown>, Reply, string, object | null][] = [
    [
      'order',
      p => p.order(order),
      { body: { prepay_id: 'wx-prepay' } },
      'POST /v3/pay/transactions/jsapi',
      {
        appid,
        mchid,
        description: order.description,
        out_trade_no: order.outTradeNo,
        time_expire: '2026-11-22T09:02:03+08:00',
        notify_url: 'https://health.example.gov.cn/api/payments/notices',
        amount: { total: 1500, currency: 'CNY' },
        payer: { openid: order.openid },
      },
    ],
    [
      'query',
      p => p.query(order.outTradeNo),
      { body: trade },
      `GET /v3/pay/transactions/out-trade-no/${order.outTradeNo}?mchid=${mchid}`,
      null,
    ],
    [
      'close',
      p => p.close(order.outTradeNo),
      { status: 204 },
      `POST /v3/pay/transactions/out-trade-no/${order.outTradeNo}/close`,
      { mchid },
    ],
    [
      'refund',
      p => p.refund(refund),
      { body: refunded },
      'POST /v3/refund/domestic/refunds',
      {
        out_trade_no: refund.outTradeNo,
        out_refund_no: 'B-1',
        reason: '医生停诊',
        notify_url: 'https://health.example.gov.cn/api/payments/notices',
        amount: { refund: 500, total: 1500, currency: 'CNY' },
      },
    ],
    ['refund query', p => p.queryRefund('B-1'), { body: refunded }, 'GET /v3/refund/domestic/refunds/B-1', null],
  ]

  it.each(ways)('%s is what the protocol says, and signed', async (_way, ask, answer, line, body) => {
    reply = () => answer
    await ask(pay())
    const [heard, ...others] = peer.heard
    expect(others).toEqual([])
    expect(`${heard!.method} ${heard!.path}`).toBe(line)
    expect(heard!.body && JSON.parse(heard!.body)).toEqual(body ?? '')
    expect(heard!.headers).toMatchObject({ accept: 'application/json', 'wechatpay-serial': platform.id })
    expect(heard!.headers['user-agent']).toBe('county-health')

    const { scheme, timestamp, nonce_str: nonce, signature, ...who } = authorizationOf(heard!)
    expect({ scheme, ...who }).toEqual({ scheme: 'WECHATPAY2-SHA256-RSA2048', mchid, serial_no: serial })
    expect(Math.abs(Number(timestamp) - Date.now() / 1000)).toBeLessThan(5)
    const text = `${heard!.method}\n${heard!.path}\n${timestamp}\n${nonce}\n${heard!.body}\n`
    expect(verify('RSA-SHA256', Buffer.from(text), merchantKeys.publicKey, Buffer.from(signature!, 'base64'))).toBe(
      true,
    )
    const oracle = Formatter.request(heard!.method, heard!.path, timestamp!, nonce!, heard!.body)
    expect(Rsa.verify(oracle, signature!, pemOf(merchantKeys.publicKey))).toBe(true)
  })

  it('carries a nonce that nobody can guess and the time of our clock', async () => {
    reply = () => ({ status: 404, body: { code: 'ORDER_NOT_EXIST' }, signing: false })
    const clock = createPushedClock()
    clock.push(-3600_000)
    await pay(clock).query(order.outTradeNo)
    await pay(clock).query(order.outTradeNo)
    const [one, two] = peer.heard.map(authorizationOf)
    expect(one!.nonce_str).toMatch(/^[0-9a-f]{32}$/)
    expect(two!.nonce_str).not.toBe(one!.nonce_str)
    expect(Math.abs(Number(one!.timestamp) - (Date.now() / 1000 - 3600))).toBeLessThan(5)
  })

  it('cuts what WeChat would refuse for its length', async () => {
    reply = ({ path }) => ({ body: path.includes('refund') ? refunded : { prepay_id: 'p' } })
    await pay().order({ ...order, description: '𠮷'.repeat(200) })
    await pay().refund({ ...refund, reason: '𠮷'.repeat(200) })
    const [ordered, asked] = peer.heard.map(h => JSON.parse(h.body) as Record<string, string>)
    expect([...ordered!.description!]).toHaveLength(127)
    expect([...asked!.reason!]).toHaveLength(80)
  })

  it.each([
    () => pay().query('short'),
    () => pay().query('with/slash'),
    () => pay().close(`${order.outTradeNo}?x=1`),
    () => pay().queryRefund('../certificates'),
    () => pay().refund({ ...refund, outRefundNo: 'x'.repeat(65) }),
    () => pay().order({ ...order, outTradeNo: 'x'.repeat(33) }),
    () => pay().order({ ...order, amount: 15.5 }),
    () => pay().order({ ...order, amount: 0 }),
    () => pay().refund({ ...refund, amount: -1 }),
    () => pay().tradeBill('20261122'),
  ])('is not sent with a number, amount or day that cannot be (%#)', async ask => {
    await expect(ask()).rejects.toBeInstanceOf(RangeError)
    expect(peer.heard).toEqual([])
  })
})

describe('an answer', () => {
  it('tells the prepay id, and the parameters of the phone are signed', async () => {
    reply = () => ({ body: { prepay_id: 'wx26112410344160' } })
    const { prepayId } = await pay().order(order)
    expect(prepayId).toBe('wx26112410344160')
    const { paySign, ...parameters } = pay().payParameters(prepayId)
    expect(parameters).toEqual({
      timeStamp: expect.stringMatching(/^\d{10}$/),
      nonceStr: expect.stringMatching(/^[0-9a-f]{32}$/),
      package: 'prepay_id=wx26112410344160',
      signType: 'RSA',
    })
    const text = `${appid}\n${parameters.timeStamp}\n${parameters.nonceStr}\nprepay_id=${prepayId}\n`
    expect(verify('RSA-SHA256', Buffer.from(text), merchantKeys.publicKey, Buffer.from(paySign, 'base64'))).toBe(true)
    const oracle = Formatter.joinedByLineFeed(appid, parameters.timeStamp, parameters.nonceStr, parameters.package)
    expect(Rsa.verify(oracle, paySign, pemOf(merchantKeys.publicKey))).toBe(true)
  })

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
    await expect(pay(systemClock, { WECHAT_PAY_TIMEOUT_MS: '2000' }).close(order.outTradeNo)).rejects.toMatchObject(
      problem('SYSTEM_ERROR', 502, true),
    )
    expect(peer.heard).toHaveLength(3)
  })

  it('within the time is no answer, and somebody who waits is not kept', async () => {
    reply = () => new Promise(done => setTimeout(() => done({ body: trade }), 700).unref())
    const error = await pay()
      .query(order.outTradeNo)
      .catch((e: WechatPayError) => e)
    expect(error).toMatchObject(problem('NO_ANSWER', 0, true))
    expect(String(error)).toBe('WechatPayError: WeChat Pay: NO_ANSWER')
    expect(peer.heard).toHaveLength(1)
  })
})
