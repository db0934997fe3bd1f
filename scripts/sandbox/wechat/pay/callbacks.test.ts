import { createDecipheriv } from 'node:crypto'
import { verifyLines } from './cipher'
import { type Forgery } from './faults'
import { type PayTest, type Received, startPayTest } from './testing'

let test: PayTest
beforeAll(async () => {
  test = await startPayTest()
})
beforeEach(() => test.reset())
afterAll(() => test.stop())

const second = 1000
const minute = 60 * second
const hour = 60 * minute
const { parse } = JSON

/** What a careful merchant finds in a message: the content, or what is wrong with it. */
function open({ headers, body }: Received): Record<string, unknown> | 'key unknown' | 'not signed' | 'not decrypted' {
  const { publicKey, platform, apiV3Key } = test.sandbox.payKeys
  const keys: Record<string, string> = { [publicKey.id]: publicKey.publicKey, [platform.serial]: platform.certificate }
  const key = keys[headers['wechatpay-serial'] ?? '']
  if (!key) return 'key unknown'
  const lines = [headers['wechatpay-timestamp']!, headers['wechatpay-nonce']!, body]
  if (!verifyLines(lines, headers['wechatpay-signature']!, key)) return 'not signed'
  const { resource } = parse(body)
  const bytes = Buffer.from(resource.ciphertext, 'base64')
  try {
    const decipher = createDecipheriv('aes-256-gcm', apiV3Key, resource.nonce)
    decipher.setAAD(Buffer.from(resource.associated_data)).setAuthTag(bytes.subarray(-16))
    return parse(Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()]).toString())
  } catch {
    return 'not decrypted'
  }
}
const received = () => test.merchant.received
const settle = () => test.sandbox.pay.settle()
const numbers = () => received().map(message => (open(message) as Record<string, unknown>).out_trade_no)

it('tells once when the merchant takes it', async () => {
  const { no } = await test.paid()
  await settle()
  const [message] = received()
  expect(parse(message!.body)).toMatchObject({
    id: expect.stringMatching(/^EV-/),
    create_time: '2026-11-23T09:00:00+08:00',
    event_type: 'TRANSACTION.SUCCESS',
    resource: { original_type: 'transaction', associated_data: 'transaction', algorithm: 'AEAD_AES_256_GCM' },
  })
  expect(open(message!)).toMatchObject({ out_trade_no: no, trade_state: 'SUCCESS', amount: { total: 1500 } })
  await test.pass(24 * hour)
  expect(received()).toHaveLength(1)
})

it('repeats 15s 15s 30s 3m 10m 20m 30m×3 60m 3h×3 6h×2, under one id, and then gives up', async () => {
  const { advanceClock } = test.sandbox
  test.merchant.status = 500
  const { no } = await test.paid()
  await settle()
  const pauses = [15, 15, 30, 180, 600, 1200, 1800, 1800, 1800, 3600, 10800, 10800, 10800, 21600, 21600]
  for (const [at, pause] of pauses.entries()) {
    await advanceClock((pause - 1) * second)
    await settle()
    expect(received()).toHaveLength(at + 1)
    await test.pass(second)
    expect(received()).toHaveLength(at + 2)
  }
  await test.pass(240 * hour)
  expect(received()).toHaveLength(16)
  expect(new Set(received().map(({ body }) => parse(body).id)).size).toBe(1)
  const { callbacks } = await test.sandbox.pay.books()
  expect(callbacks.find(({ about }) => about === no)).toMatchObject({ state: 'given-up', attempts: 16 })
})

it('comes under either key', async () => {
  await test.sandbox.pay.set({ callbacksSignedBy: 'certificate' })
  await test.paid()
  await settle()
  expect(received()[0]!.headers['wechatpay-serial']).toBe(test.sandbox.payKeys.platform.serial)
  expect(open(received()[0]!)).toHaveProperty('transaction_id')
})

it('is late', async () => {
  await test.sandbox.pay.misbehave({ on: 'callback', what: 'late', delayMs: 5 * minute, times: 1 })
  await test.paid()
  await test.pass(5 * minute - second)
  expect(received()).toHaveLength(0)
  await test.pass(second)
  expect(received()).toHaveLength(1)
})

it('is doubled', async () => {
  await test.sandbox.pay.misbehave({ on: 'callback', what: 'doubled', times: 1 })
  await test.paid()
  await settle()
  expect(new Set(received().map(({ body }) => parse(body).id)).size).toBe(1)
  expect(received()).toHaveLength(2)
})

it('is overtaken by the next', async () => {
  await test.sandbox.pay.misbehave({ on: 'callback', what: 'reordered', times: 1 })
  const first = await test.paid()
  await test.pass(hour)
  expect(received()).toHaveLength(0)
  const second = await test.paid()
  await settle()
  expect(numbers()).toEqual([second.no, first.no])
})

it('is lost for good, or only the first attempt', async () => {
  await test.sandbox.pay.misbehave({ on: 'callback', what: 'lost', times: 1 })
  await test.paid()
  await test.sandbox.pay.misbehave({ on: 'callback', what: 'attempt-lost', times: 1 })
  const second = await test.paid()
  await settle()
  expect(received()).toHaveLength(0)
  await test.pass(15 * 1000)
  await test.pass(48 * hour)
  expect(numbers()).toEqual([second.no])
})

it.each<[Forgery, object | string]>([
  ['wrong-amount', { amount: { total: 1501, payer_total: 1501, currency: 'CNY', payer_currency: 'CNY' } }],
  ['wrong-currency', { amount: { total: 1500, payer_total: 1500, currency: 'JPY', payer_currency: 'JPY' } }],
  ['wrong-appid', { appid: 'wxforeign000000000' }],
  ['wrong-mchid', { mchid: '1900099999' }],
  ['wrong-openid', { payer: { openid: 'oForeign00000000000000000000' } }],
  ['wrong-number', { out_trade_no: expect.stringMatching(/^X0000order/) }],
  ['bad-tag', 'not decrypted'],
  ['bad-aad', 'not decrypted'],
  ['wrong-key', 'not decrypted'],
  ['bad-serial', 'key unknown'],
  ['bad-signature', 'not signed'],
  ['changed-body', 'not signed'],
  ['signtest', 'not signed'],
  ['unsigned', 'key unknown'],
])('is forged: %s; the next attempt is genuine', async (what, found) => {
  test.merchant.status = 401
  await test.sandbox.pay.misbehave({ on: 'callback', what, times: 1 })
  const { no } = await test.paid()
  await settle()
  const opened = open(received()[0]!)
  if (typeof found === 'string') expect(opened).toBe(found)
  else expect(opened).toMatchObject(found)
  test.merchant.status = 204
  await test.pass(15 * second)
  expect(open(received()[1]!)).toMatchObject({ out_trade_no: no, amount: { total: 1500 } })
})

it.each([
  ['stale-timestamp', -600],
  ['future-timestamp', 600],
] as const)('bears a signature that is true but of another time: %s', async (what, seconds) => {
  await test.sandbox.pay.misbehave({ on: 'callback', what, times: 1 })
  await test.paid()
  await settle()
  const [sent] = (await test.sandbox.pay.sentCallbacks()).slice(-1)
  expect(Number(received()[0]!.headers['wechatpay-timestamp']) - Math.floor(sent!.at / 1000)).toBe(seconds)
  expect(open(received()[0]!)).toHaveProperty('transaction_id')
})

it('a probe begins with WECHATPAY/SIGNTEST/', async () => {
  await test.sandbox.pay.misbehave({ on: 'callback', what: 'signtest', times: 1 })
  await test.paid()
  await settle()
  expect(received()[0]!.headers['wechatpay-signature']).toMatch(/^WECHATPAY\/SIGNTEST\//)
})

it('is replayed byte by byte', async () => {
  const { no } = await test.paid()
  await test.pass(24 * hour)
  expect(await test.sandbox.pay.replayCallback({ about: no })).toMatchObject({ forgery: 'replay', status: 204 })
  const [first, again] = received()
  const signed = ({ headers, body }: Received) => [body, headers['wechatpay-signature'], headers['wechatpay-timestamp']]
  expect(signed(again!)).toEqual(signed(first!))
})

it('waits to be told, when it is to be held', async () => {
  await test.sandbox.pay.set({ callbacks: 'held' })
  const first = await test.paid()
  const second = await test.paid()
  await test.pass(hour)
  expect(received()).toHaveLength(0)
  await test.sandbox.pay.deliverCallbacks({ about: second.no, copies: 3 })
  await test.sandbox.pay.deliverCallbacks()
  expect(numbers()).toEqual([second.no, second.no, second.no, first.no])
})

it('meets a fault only where the fault is meant', async () => {
  await test.sandbox.pay.misbehave({ on: 'callback', what: 'bad-tag', event: 'REFUND' })
  const { no } = await test.paid()
  await test.refund(no, 'refund-meant')
  await test.pass(20 * second)
  expect(received().map(message => typeof open(message))).toEqual(['object', 'string'])
})
