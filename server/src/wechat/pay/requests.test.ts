import { verify } from 'node:crypto'
import { Formatter, Rsa } from 'wechatpay-axios-plugin'
import { systemClock } from '../../clock'
import { createPushedClock } from '../../testing/pushed-clock'
import { createWechatPay, type WechatPay } from '.'
import {
  appid,
  configWith,
  type Heard,
  mchid,
  merchantKeys,
  order,
  pemOf,
  platform,
  refund,
  refunded,
  type Reply,
  serial,
  startPeer,
  trade,
} from './testing'

let peer: Awaited<ReturnType<typeof startPeer>>
let reply: (heard: Heard) => Reply | Promise<Reply>
beforeAll(async () => {
  peer = await startPeer(heard => reply(heard))
})
afterAll(() => peer.stop())
beforeEach(() => void peer.heard.splice(0))

const pay = (clock = systemClock, settings = {}): WechatPay =>
  createWechatPay(configWith({ WECHAT_PAY_BASE_URL: peer.url, WECHAT_PAY_TIMEOUT_MS: '5000', ...settings }), clock)!
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

describe('the phone', () => {
  it('is given parameters that are signed', async () => {
    reply = () => ({ body: { prepay_id: 'wx26112410344160' } })
    const { prepayId } = await pay().order(order)
    expect(prepayId).toBe('wx26112410344160')
    const { paySign, ...parameters } = pay().payParameters(prepayId)
    expect(parameters).toEqual({
      appId: appid,
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
})
