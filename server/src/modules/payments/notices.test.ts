/** What comes to the notice address: only what WeChat signed and what is true of our orders changes anything. */
import { forgeries } from '../../../../scripts/sandbox/wechat/pay/faults'
import { type PaymentTest, startPaymentTest, wrongBooks } from './testing'

let shop: PaymentTest
beforeAll(async () => void (shop = await startPaymentTest()), 60_000)
afterAll(() => shop.stop())
afterEach(async () => {
  await shop.wechat.pay.behave()
  await shop.wechat.pay.set({ callbacks: 'sent', callbacksSignedBy: 'public-key' })
  await shop.forgetAlarms()
})

const tables = ['payment_order', 'payment_trade', 'payment_refund', 'ledger_entry', 'payment_notice', 'test_number']
/** All that a notice could change, besides alarms. */
const picture = async (): Promise<unknown[]> => [
  ...(await Promise.all(tables.map(table => shop.db.query(`SELECT * FROM ${table} ORDER BY 1, 2`)))),
  await shop.db.query(`SELECT COUNT(*) AS n FROM outbox_event`),
  await shop.db.query(`SELECT COUNT(*) AS n FROM audit_event WHERE action LIKE 'payments.%'`),
]
const paidUnheard = async () => {
  const who = await shop.resident()
  const number = await shop.open(who)
  await shop.wechat.pay.set({ callbacks: 'held' })
  const paid = await shop.pay(who, number.orderId)
  return { who, ...number, about: paid.outTradeNo }
}

const alarmOf: Record<(typeof forgeries)[number], string | null> = {
  'wrong-amount': 'amount_differs',
  'wrong-currency': 'currency_differs',
  'wrong-appid': 'notice_appid',
  'wrong-mchid': 'notice_mchid',
  'wrong-openid': 'payer_differs',
  'wrong-number': 'unknown_order',
  'bad-tag': 'notice_decryption',
  'bad-aad': 'notice_decryption',
  'wrong-key': 'notice_decryption',
  'bad-serial': 'notice_serial',
  'bad-signature': 'notice_signature',
  'changed-body': 'notice_signature',
  'stale-timestamp': 'notice_timestamp',
  'future-timestamp': 'notice_timestamp',
  signtest: null,
  unsigned: 'notice_headers',
}

test.each(forgeries)('forged (%s): refused, nothing changed, an alarm', async forgery => {
  const { numberId, about } = await paidUnheard()
  const before = await picture()
  await shop.wechat.pay.misbehave({ on: 'callback', what: forgery, times: 1 })
  const [sent] = await shop.wechat.pay.deliverCallbacks({ about })
  expect(sent).toMatchObject({ forgery, status: 401 })
  expect(await picture()).toEqual(before)
  expect(await shop.alarms()).toEqual(alarmOf[forgery] ? { [alarmOf[forgery]]: 1 } : {})

  // The true one comes later and counts.
  const [again] = await shop.wechat.pay.deliverCallbacks({ about })
  expect(again).toMatchObject({ forgery: null, status: 204 })
  expect(await shop.number(numberId)).toMatchObject({ state: 'fulfilled', fulfilled: 1 })
  expect(await wrongBooks(shop)).toEqual([])
})

test('a hundred forged ones of a kind are one line that counts, and no word of who it is about', async () => {
  const { about } = await paidUnheard()
  await shop.wechat.pay.misbehave({ on: 'callback', what: 'bad-signature', times: 1 })
  await shop.wechat.pay.deliverCallbacks({ about, copies: 10 })
  const rows: object[] = await shop.db.query('SELECT kind, about, times FROM payment_alarm')
  expect(rows).toEqual([{ kind: 'notice_signature', about: null, times: 10 }])
  await shop.wechat.pay.deliverCallbacks({ about })
})

test('told ten times at once, and again: kept once', async () => {
  const { numberId, about, orderId } = await paidUnheard()
  const sent = await shop.wechat.pay.deliverCallbacks({ about, copies: 10 })
  expect(sent.map(({ status }) => status)).toEqual(Array(10).fill(204))
  await shop.wechat.pay.deliverCallbacks({ about })
  expect(await shop.number(numberId)).toMatchObject({ state: 'fulfilled', fulfilled: 1 })
  const rows: object[] = await shop.db.query('SELECT * FROM ledger_entry WHERE order_id = ?', [orderId])
  expect(rows).toHaveLength(2)
  expect(await wrongBooks(shop)).toEqual([])
})

test('replayed byte by byte: at once it is known, later it is too old', async () => {
  const { about } = await paidUnheard()
  await shop.wechat.pay.deliverCallbacks({ about })
  const before = await picture()
  expect(await shop.wechat.pay.replayCallback({ about })).toMatchObject({ status: 204 })
  shop.clock.push(301_000)
  expect(await shop.wechat.pay.replayCallback({ about })).toMatchObject({ status: 401 })
  expect(await picture()).toEqual(before)
  expect(await shop.alarms()).toEqual({ notice_timestamp: 1 })
})

test('late and out of order: each counts when it comes', async () => {
  const a = await shop.resident()
  const [first, second] = [await shop.open(a), await shop.open(a)]
  await shop.wechat.pay.misbehave({ on: 'callback', what: 'reordered', times: 1 })
  await shop.pay(a, first.orderId)
  expect(await shop.number(first.numberId)).toMatchObject({ state: 'due' })
  await shop.wechat.pay.misbehave({ on: 'callback', what: 'late', times: 1 })
  await shop.pay(a, second.orderId)
  await shop.pass(120_000)
  await shop.wechat.pay.settle()
  expect(await shop.number(first.numberId)).toMatchObject({ state: 'fulfilled', fulfilled: 1 })
  expect(await shop.number(second.numberId)).toMatchObject({ state: 'fulfilled', fulfilled: 1 })
})

test('signed by the platform certificate during a change of keys: just as good', async () => {
  const { numberId, about } = await paidUnheard()
  await shop.wechat.pay.set({ callbacksSignedBy: 'certificate' })
  await shop.wechat.pay.deliverCallbacks({ about })
  expect(await shop.number(numberId)).toMatchObject({ state: 'fulfilled' })
})

test('a forged notice of a refund changes nothing either', async () => {
  const { numberId, orderId, about, who } = await paidUnheard()
  await shop.wechat.pay.deliverCallbacks({ about })
  await shop.cancel(numberId)
  await shop.runJob('payments-refunds')
  await shop.pass(60_000)
  const { refunds } = await shop.wechat.pay.books()
  const refund = refunds.find(r => r.outTradeNo === about)!
  const wrong = { 'wrong-amount': 'refund_differs', 'wrong-number': 'unknown_refund', 'bad-tag': 'notice_decryption' }
  for (const [what, kind] of Object.entries(wrong)) {
    const before = await picture()
    await shop.wechat.pay.misbehave({ on: 'callback', what: what as 'bad-tag', times: 1 })
    const [sent] = await shop.wechat.pay.deliverCallbacks({ about: refund.outRefundNo })
    expect(sent).toMatchObject({ status: 401 })
    expect(await picture()).toEqual(before)
    expect(await shop.alarms()).toMatchObject({ [kind]: 1 })
  }
  await shop.wechat.pay.deliverCallbacks({ about: refund.outRefundNo, copies: 5 })
  expect(await shop.order(who, orderId)).toMatchObject({ refunds: [{ state: 'success', receivedBy: '支付用户零钱' }] })
  expect(await shop.number(numberId)).toMatchObject({ freed: 1, refunded: 1 })
  expect(await wrongBooks(shop)).toEqual([])
})

test('what is no notice at all is refused in the same words', async () => {
  const post = (body: string, type = 'application/json') =>
    fetch(`${shop.base}/api/wechat-pay/notices`, { method: 'POST', headers: { 'Content-Type': type }, body })
  expect((await post('{}')).status).toBe(401)
  expect((await post('a=b', 'application/x-www-form-urlencoded')).status).toBe(401)
  expect((await post('{')).status).toBe(400)
})
