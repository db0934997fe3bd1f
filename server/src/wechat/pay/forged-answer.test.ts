import { systemClock } from '../../clock'
import { createWechatPay, type WechatPay } from '.'
import {
  appid,
  certificateOf,
  configWith,
  type Heard,
  mchid,
  merchantKeys,
  platform,
  type Reply,
  rsa,
  signedHeaders,
  startPeer,
} from './testing'

let peer: Awaited<ReturnType<typeof startPeer>>
let reply: (heard: Heard) => Reply
let pay: WechatPay
beforeAll(async () => {
  peer = await startPeer(heard => reply(heard))
  pay = createWechatPay(configWith({ WECHAT_PAY_BASE_URL: peer.url }), systemClock)!
})
afterAll(() => peer.stop())
beforeEach(() => void peer.heard.splice(0))

const outTradeNo = 'R2026112200000001'
const refund = { outTradeNo, outRefundNo: 'B-1', amount: 500, total: 1500, reason: '停诊' }
const bodies = {
  order: { prepay_id: 'wx-prepay' },
  query: { appid, mchid, out_trade_no: outTradeNo, trade_state: 'NOTPAY' },
  close: '',
  refund: {
    refund_id: '5030',
    out_refund_no: 'B-1',
    out_trade_no: outTradeNo,
    status: 'SUCCESS',
    amount: { total: 1500, refund: 500 },
  },
  bill: {
    hash_type: 'SHA1',
    hash_value: 'x',
    download_url: 'https://api.mch.weixin.qq.com/v3/billdownload/file?token=1',
  },
}
const ways: [string, () => Promise<unknown>, object | string][] = [
  [
    'order',
    () => pay.order({ outTradeNo, description: '挂号费', amount: 1500, openid: 'o-1', expiresAt: new Date() }),
    bodies.order,
  ],
  ['query', () => pay.query(outTradeNo), bodies.query],
  ['close', () => pay.close(outTradeNo), bodies.close],
  ['refund', () => pay.refund(refund), bodies.refund],
  ['refund query', () => pay.queryRefund('B-1'), bodies.refund],
  ['trade bill', () => pay.tradeBill('2026-11-21'), bodies.bill],
  ['fund-flow bill', () => pay.fundFlowBill('2026-11-21'), bodies.bill],
]

const attacker = rsa()
const secondsFromNow = (seconds: number) => String(Math.floor(Date.now() / 1000) + seconds)
const forgeries: [string, Pick<Reply, 'signing' | 'headers'>, string][] = [
  ['without a signature', { signing: false }, 'headers'],
  ['signed by somebody else', { signing: { key: attacker.privateKey } }, 'signature'],
  ["signed by the merchant's own key", { signing: { key: merchantKeys.privateKey } }, 'signature'],
  ['under another serial', { signing: { serial: 'PUB_KEY_ID_0' } }, 'serial'],
  ['of six minutes ago', { signing: { timestamp: secondsFromNow(-360) } }, 'timestamp'],
  ['of in six minutes', { signing: { timestamp: secondsFromNow(360) } }, 'timestamp'],
  ['for another nonce', { headers: { 'wechatpay-nonce': 'another' } }, 'signature'],
  ['as a probe', { headers: { 'wechatpay-signature': 'WECHATPAY/SIGNTEST/x' } }, 'probe'],
]

describe.each(ways)('%s', (way, ask, body) => {
  it.each(forgeries)('believes no answer %s', async (_how, forgery, why) => {
    const status = way === 'close' ? 204 : 200
    reply = () => ({ status, body, ...forgery })
    await expect(ask()).rejects.toMatchObject({
      code: 'FORGED_ANSWER',
      status,
      retry: false,
      message: `WeChat Pay: FORGED_ANSWER (HTTP ${status}): ${why}`,
    })
    expect(peer.heard).toHaveLength(1)
  })
})

it('believes no answer whose body was changed', async () => {
  const honest = JSON.stringify({ ...bodies.refund, status: 'PROCESSING' })
  reply = () => ({ body: honest })
  expect(await pay.queryRefund('B-1')).toMatchObject({ state: 'PROCESSING' })
  reply = () => ({ body: bodies.refund, signing: false, headers: signedHeaders(honest, new Date()) })
  await expect(pay.queryRefund('B-1')).rejects.toMatchObject({ code: 'FORGED_ANSWER' })
})

it('believes whichever listed platform certificate WeChat signed with', async () => {
  const [old, next] = [rsa(), rsa()]
  const certificates = [await certificateOf(old, '0AAA'), await certificateOf(next, '0BBB')].join('\n')
  const settings = {
    WECHAT_PAY_BASE_URL: peer.url,
    WECHAT_PAY_PUBLIC_KEY_ID: undefined,
    WECHAT_PAY_PUBLIC_KEY: undefined,
    WECHAT_PAY_PLATFORM_CERTIFICATES: certificates,
  }
  const changing = createWechatPay(configWith(settings), systemClock)!
  for (const signing of [
    { serial: '0AAA', key: old.privateKey },
    { serial: '0BBB', key: next.privateKey },
  ]) {
    reply = () => ({ body: bodies.query, signing })
    expect(await changing.query(outTradeNo)).toMatchObject({ state: 'NOTPAY' })
  }
  expect(peer.heard.at(-1)!.headers['wechatpay-serial']).toBe('0AAA')
  reply = () => ({ body: bodies.query, signing: { serial: '0AAA', key: next.privateKey } })
  await expect(changing.query(outTradeNo)).rejects.toMatchObject({ code: 'FORGED_ANSWER' })
  reply = () => ({ body: bodies.query, signing: { serial: platform.id } })
  await expect(changing.query(outTradeNo)).rejects.toMatchObject({ code: 'FORGED_ANSWER' })
})
