import { Aes, Formatter, Rsa } from 'wechatpay-axios-plugin'
import { createPushedClock } from '../../testing/pushed-clock'
import { createWechatPay, ForgedNotice, type NoticeHeaders } from '.'
import { decryptResource } from './decryption'
import {
  apiV3Key,
  appid,
  certificateOf,
  configWith,
  encrypted,
  mchid,
  merchantKeys,
  pemOf,
  platform,
  rsa,
  signedHeaders,
  type Signing,
} from './testing'

const clock = createPushedClock()
const pay = createWechatPay(configWith(), clock)!

const trade = {
  mchid,
  appid,
  out_trade_no: 'R2026112200000001',
  transaction_id: '4200000000202611220000000001',
  trade_type: 'JSAPI',
  trade_state: 'SUCCESS',
  bank_type: 'OTHERS',
  success_time: '2026-11-22T09:00:01+08:00',
  payer: { openid: 'o-invented' },
  amount: { total: 1500, payer_total: 1000, currency: 'CNY', payer_currency: 'CNY' },
}
const refund = {
  mchid,
  out_trade_no: trade.out_trade_no,
  transaction_id: trade.transaction_id,
  out_refund_no: 'B-1',
  refund_id: '50300000002026112200000001',
  refund_status: 'SUCCESS',
  success_time: '2026-11-22T10:00:00+08:00',
  user_received_account: '招商银行信用卡0403',
  amount: { total: 1500, refund: 500, payer_total: 1500, payer_refund: 500 },
}

type More = { envelope?: object; resource?: object; encryption?: Parameters<typeof encrypted>[1] }
const bodyOf = (told: object | string, { envelope, resource, encryption }: More = {}, kind = 'transaction'): string =>
  JSON.stringify({
    id: '0a3e1bd2-invented',
    create_time: '2026-11-22T09:00:02+08:00',
    event_type: kind === 'refund' ? 'REFUND.SUCCESS' : 'TRANSACTION.SUCCESS',
    resource_type: 'encrypt-resource',
    summary: '支付成功',
    ...envelope,
    resource: {
      algorithm: 'AEAD_AES_256_GCM',
      original_type: kind,
      ...encrypted(typeof told === 'string' ? told : JSON.stringify(told), { associated: kind, ...encryption }),
      ...resource,
    },
  })
const read = (body: string, signing?: Signing, headers: NoticeHeaders = {}) =>
  pay.readNotice(Buffer.from(body), { ...signedHeaders(body, clock.now(), signing), ...headers })
const reasonOf = (act: () => unknown): string => {
  try {
    act()
  } catch (error) {
    if (error instanceof ForgedNotice) return error.reason
    throw error
  }
  return 'taken'
}

describe('an honest notice', () => {
  it('tells of a payment', () => {
    expect(read(bodyOf(trade))).toEqual({
      id: '0a3e1bd2-invented',
      createdAt: new Date('2026-11-22T01:00:02Z'),
      kind: 'trade',
      trade: {
        appid,
        mchid,
        outTradeNo: trade.out_trade_no,
        state: 'SUCCESS',
        transactionId: trade.transaction_id,
        openid: 'o-invented',
        total: 1500,
        payerTotal: 1000,
        currency: 'CNY',
        paidAt: new Date('2026-11-22T01:00:01Z'),
      },
    })
  })

  it.each(['SUCCESS', 'CLOSED', 'ABNORMAL'])('tells of a refund that is %s', state => {
    const told = state === 'SUCCESS' ? refund : { ...refund, refund_status: state, success_time: undefined }
    const notice = read(bodyOf(told, { envelope: { event_type: `REFUND.${state}` } }, 'refund'))
    expect(notice).toMatchObject({
      kind: 'refund',
      refund: { outTradeNo: trade.out_trade_no, outRefundNo: 'B-1', state, refund: 500, total: 1500 },
    })
  })

  it('counts as it came, however it is written', () => {
    const body = JSON.stringify(JSON.parse(bodyOf(trade)), null, 2).replace('支付成功', '支付成功  ')
    expect(read(body).kind).toBe('trade')
    expect(pay.readNotice(body, signedHeaders(body, clock.now())).kind).toBe('trade')
    expect(reasonOf(() => pay.readNotice(JSON.stringify(JSON.parse(body)), signedHeaders(body, clock.now())))).toBe(
      'signature',
    )
  })

  it('may carry no associated data', () => {
    expect(read(bodyOf(trade, { encryption: { associated: '' } })).kind).toBe('trade')
    expect(read(bodyOf(trade, { encryption: { associated: '' }, resource: { associated_data: undefined } })).kind).toBe(
      'trade',
    )
  })

  it('that the independent client signed and encrypted is taken', () => {
    const ciphertext = Aes.AesGcm.encrypt(JSON.stringify(trade), apiV3Key, 'fdasflkja484', 'transaction')
    const body = bodyOf('', { resource: { ciphertext } })
    const timestamp = String(Formatter.timestamp())
    const signature = Rsa.sign(Formatter.response(timestamp, 'a-nonce', body), pemOf(platform.keys.privateKey))
    const headers = { 'wechatpay-timestamp': timestamp, 'wechatpay-nonce': 'a-nonce', 'wechatpay-signature': signature }
    expect(pay.readNotice(body, { ...headers, 'wechatpay-serial': platform.id }).kind).toBe('trade')
  })

  it('may be signed by each of the keys during a change, chosen by serial', async () => {
    const old = rsa()
    const certificates = await certificateOf(old, '7F00')
    const changing = createWechatPay(configWith({ WECHAT_PAY_PLATFORM_CERTIFICATES: certificates }), clock)!
    const body = bodyOf(trade)
    const by = (signing: Signing) =>
      reasonOf(() => changing.readNotice(body, signedHeaders(body, clock.now(), signing)))
    expect(by({})).toBe('taken')
    expect(by({ serial: '7F00', key: old.privateKey })).toBe('taken')
    expect(by({ serial: '007f00', key: old.privateKey })).toBe('taken')
    expect(by({ serial: platform.id, key: old.privateKey })).toBe('signature')
    expect(by({ serial: '7F00' })).toBe('signature')
  })
})

describe('a forged notice is refused', () => {
  const attacker = rsa()
  const at = (seconds: number) => String(Math.floor(clock.now().getTime() / 1000) + seconds)

  it.each<[string, () => unknown, string]>([
    ['signed by somebody else', () => read(bodyOf(trade), { key: attacker.privateKey }), 'signature'],
    ['signed by the merchant', () => read(bodyOf(trade), { key: merchantKeys.privateKey }), 'signature'],
    [
      'under a serial nobody listed',
      () => read(bodyOf(trade), { serial: 'PUB_KEY_ID_2', key: attacker.privateKey }),
      'serial',
    ],
    ['under the prototype of all serials', () => read(bodyOf(trade), { serial: '__proto__' }), 'serial'],
    ['five minutes old', () => read(bodyOf(trade), { timestamp: at(-302) }), 'timestamp'],
    ['from the future', () => read(bodyOf(trade), { timestamp: at(302) }), 'timestamp'],
    ['at no time', () => read(bodyOf(trade), { timestamp: 'NaN' }), 'headers'],
    ['without a signature', () => read(bodyOf(trade), {}, { 'wechatpay-signature': undefined }), 'headers'],
    ['with two signatures', () => read(bodyOf(trade), {}, { 'wechatpay-signature': ['a', 'b'] }), 'headers'],
    ['with another nonce', () => read(bodyOf(trade), {}, { 'wechatpay-nonce': 'other' }), 'signature'],
    ['with another time', () => read(bodyOf(trade), {}, { 'wechatpay-timestamp': at(7) }), 'signature'],
    [
      'with another body',
      () => pay.readNotice(`${bodyOf(trade)} `, signedHeaders(bodyOf(trade), clock.now())),
      'signature',
    ],
    ['as a probe', () => read(bodyOf(trade), {}, { 'wechatpay-signature': 'WECHATPAY/SIGNTEST/abc' }), 'probe'],
    ['that is no JSON', () => read('paid'), 'fields'],
    ['that is null', () => read('null'), 'fields'],
    ['without an id', () => read(bodyOf(trade, { envelope: { id: '' } })), 'fields'],
    ['encrypted otherwise', () => read(bodyOf(trade, { resource: { algorithm: 'AEAD_AES_128_GCM' } })), 'algorithm'],
    ['encrypted with another key', () => read(bodyOf(trade, { encryption: { key: 'x'.repeat(32) } })), 'decryption'],
    [
      'with other associated data',
      () => read(bodyOf(trade, { resource: { associated_data: 'refund' } })),
      'decryption',
    ],
    ['with another encryption nonce', () => read(bodyOf(trade, { resource: { nonce: 'fdasflkja485' } })), 'decryption'],
    ['too short for a tag', () => read(bodyOf(trade, { resource: { ciphertext: 'AAAA' } })), 'decryption'],
    ['encrypted, but no JSON', () => read(bodyOf('paid')), 'fields'],
    ['of a kind nobody awaits', () => read(bodyOf(trade, { envelope: { event_type: 'COUPON.USE' } })), 'kind'],
    ['of two kinds', () => read(bodyOf(trade, { envelope: { event_type: 'REFUND.SUCCESS' } })), 'kind'],
    ['for another merchant', () => read(bodyOf({ ...trade, mchid: '1900000002' })), 'mchid'],
    ['of a refund of another merchant', () => read(bodyOf({ ...refund, mchid: undefined }, {}, 'refund')), 'mchid'],
    ['for another app', () => read(bodyOf({ ...trade, appid: 'wx1' })), 'appid'],
    ['about null', () => read(bodyOf('null')), 'mchid'],
    ['without an amount', () => read(bodyOf({ ...trade, amount: {} })), 'fields'],
    ['with an amount as text', () => read(bodyOf({ ...trade, amount: { total: '1500', currency: 'CNY' } })), 'fields'],
    [
      'of a refund without a state',
      () => read(bodyOf({ ...refund, refund_status: undefined }, {}, 'refund')),
      'fields',
    ],
  ])('%s', (_how, act, reason) => expect(reasonOf(act)).toBe(reason))

  it('with any bit of ciphertext or tag turned', () => {
    const { resource } = JSON.parse(bodyOf(trade)) as { resource: { ciphertext: string } }
    const bytes = Buffer.from(resource.ciphertext, 'base64')
    for (const place of [0, 40, bytes.length - 17, bytes.length - 16, bytes.length - 1]) {
      const turned = Buffer.from(bytes)
      turned[place]! ^= 1
      expect(reasonOf(() => read(bodyOf(trade, { resource: { ciphertext: turned.toString('base64') } })))).toBe(
        'decryption',
      )
    }
  })

  it('once it is old by our clock', () => {
    const body = bodyOf(trade)
    const headers = signedHeaders(body, clock.now())
    expect(pay.readNotice(body, headers).kind).toBe('trade')
    clock.push(301_000)
    expect(reasonOf(() => pay.readNotice(body, headers))).toBe('timestamp')
  })

  it('without a word of what it held', () => {
    const refused = new ForgedNotice('decryption')
    expect(String(refused)).toBe('ForgedNotice: Notice refused: decryption')
    expect(Object.keys(refused).sort()).toEqual(['name', 'reason'])
  })
})

describe('decryption', () => {
  it('is the independent client’s, both ways', () => {
    const ours = encrypted('{"a":"甲"}', { associated: 'refund' })
    expect(Aes.AesGcm.decrypt(ours.ciphertext, apiV3Key, ours.nonce, 'refund')).toBe('{"a":"甲"}')
    const ciphertext = Aes.AesGcm.encrypt('{"a":"甲"}', apiV3Key, 'nonce-of-12b', 'refund')
    const key = Buffer.from(apiV3Key)
    expect(decryptResource(key, { ciphertext, nonce: 'nonce-of-12b', associated_data: 'refund' })).toBe('{"a":"甲"}')
  })
})
