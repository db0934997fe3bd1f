/** Query → close → query: a number is given back only when nobody can pay for it any more, and never lost. */
import { codeOf } from '../../testing/client'
import { type PaymentTest, startPaymentTest, wrongBooks } from './testing'

const minute = 60_000
let shop: PaymentTest
beforeAll(async () => void (shop = await startPaymentTest()), 60_000)
afterAll(() => shop.stop())
afterEach(async () => {
  await shop.wechat.pay.behave()
  await shop.wechat.pay.set({ callbacks: 'sent' })
  expect(await wrongBooks(shop)).toEqual([])
})
const params = (orderId: string) => ({ params: { orderId } })

/** An order whose prepayment a phone has, past its time. */
const overdue = async () => {
  const who = await shop.resident()
  const number = await shop.open(who)
  const { parameters } = await who.payments.pay(params(number.orderId))
  await shop.pass(15 * minute + 1000)
  return { who, ...number, prepay_id: parameters.package.slice('prepay_id='.length) }
}
const atWechat = async (prepayId: string) =>
  (await shop.wechat.pay.books()).orders.find(order => order.prepayId === prepayId)!
const refundAll = async () => {
  await shop.runJob('payments-refunds')
  await shop.pass(minute)
  await shop.runJob('payments-refunds')
}

test('time is over: closed at WeChat first, then the number is free, once', async () => {
  const { who, numberId, orderId, prepay_id } = await overdue()
  await shop.runJob('payments-expire')
  expect((await atWechat(prepay_id)).state).toBe('CLOSED')
  expect(await shop.number(numberId)).toMatchObject({ state: 'free', freed: 1 })
  expect(await shop.order(who, orderId)).toMatchObject({ state: 'closed', payBefore: null, can: { pay: false } })
  expect(await codeOf(who.payments.pay(params(orderId)))).toBe('order_closed')
  await shop.runJob('payments-expire')
  expect(await shop.number(numberId)).toMatchObject({ state: 'free', freed: 1 })
})

test('never begun to pay: closed without a word to WeChat', async () => {
  const who = await shop.resident()
  const { numberId, orderId } = await shop.open(who)
  await shop.pass(15 * minute + 1000)
  await shop.wechat.pay.misbehave({ on: 'api', what: 'down' })
  await shop.runJob('payments-expire')
  expect(await shop.number(numberId)).toMatchObject({ state: 'free', freed: 1 })
  expect(await shop.order(who, orderId)).toMatchObject({ state: 'closed' })
})

test('the order never reached WeChat: nobody has a prepayment, so it is over', async () => {
  const who = await shop.resident()
  const { numberId, orderId } = await shop.open(who)
  await shop.wechat.pay.misbehave({ on: 'api', what: 'down' })
  expect(await codeOf(who.payments.pay(params(orderId)))).toBe('payment_unavailable')
  await shop.wechat.pay.behave()
  await shop.pass(15 * minute + 1000)
  await shop.runJob('payments-expire')
  expect(await shop.number(numberId)).toMatchObject({ state: 'free', freed: 1 })
})

test('paid at the last second, notice lost: the question finds it', async () => {
  const { who, numberId, orderId, prepay_id } = await overdue()
  await shop.wechat.pay.misbehave({ on: 'callback', what: 'lost', times: 1 })
  await shop.wechat.pay.pay({ prepay_id, late: true })
  await shop.runJob('payments-expire')
  expect(await shop.number(numberId)).toMatchObject({ state: 'fulfilled', fulfilled: 1, freed: 0 })
  expect(await shop.order(who, orderId)).toMatchObject({ state: 'paid', refunds: [] })
})

test('the payment wins the race with the close: paid, not given back', async () => {
  const { numberId } = await overdue()
  await shop.wechat.pay.set({ callbacks: 'held' })
  await shop.wechat.pay.misbehave({ on: 'close', what: 'paid-first', times: 1 })
  await shop.runJob('payments-expire')
  expect(await shop.number(numberId)).toMatchObject({ state: 'fulfilled', fulfilled: 1, freed: 0 })
})

test('paid after the close was confirmed: late, and given back by itself, once', async () => {
  const { who, numberId, orderId } = await overdue()
  await shop.wechat.pay.misbehave({ on: 'close', what: 'paid-after', times: 1 })
  await shop.runJob('payments-expire')
  await shop.wechat.pay.settle()
  expect(await shop.number(numberId)).toMatchObject({ state: 'free', freed: 1 })
  await refundAll()
  const order = await shop.order(who, orderId)
  expect(order).toMatchObject({ state: 'closed', refunds: [{ reason: 'late', amount: 1500, state: 'success' }] })
  expect(await shop.number(numberId)).toMatchObject({ fulfilled: 0, freed: 1, refunded: 0 })
  const unclaimed = await shop.db.query(`SELECT SUM(amount) AS n FROM ledger_entry WHERE account = 'unclaimed'`)
  expect(Number(unclaimed[0].n)).toBe(0)
})

test('the answer to the close is lost after it was closed: asked once more', async () => {
  const { numberId, prepay_id } = await overdue()
  await shop.wechat.pay.misbehave({ on: 'api', what: 'answer-lost', path: '/close', times: 1 })
  await shop.runJob('payments-expire')
  expect((await atWechat(prepay_id)).state).toBe('CLOSED')
  expect(await shop.number(numberId)).toMatchObject({ state: 'free', freed: 1 })
})

test.each([
  ['away', { what: 'down' }],
  ['unsigned', { what: 'unsigned' }],
  ['failing', { what: 'refuse', code: 'SYSTEM_ERROR' }],
  ['busy', { what: 'refuse', code: 'FREQUENCY_LIMITED' }],
  ['refusing the close', { what: 'refuse', code: 'INVALID_REQUEST', path: '/close' }],
] as const)('WeChat %s: the number waits, and is given back when that is sure', async (_, fault) => {
  const { numberId } = await overdue()
  await shop.wechat.pay.misbehave({ on: 'api', ...fault })
  await shop.runJob('payments-expire')
  expect(await shop.number(numberId)).toMatchObject({ state: 'due', freed: 0 })
  await shop.wechat.pay.behave()
  await shop.runJob('payments-expire')
  expect(await shop.number(numberId)).toMatchObject({ state: 'due' })
  await shop.pass(minute)
  await shop.runJob('payments-expire')
  expect(await shop.number(numberId)).toMatchObject({ state: 'free', freed: 1 })
})

test('given up before it was paid: closed at WeChat, the owner told nothing it knows', async () => {
  const who = await shop.resident()
  const { numberId, orderId } = await shop.open(who)
  const { parameters } = await who.payments.pay(params(orderId))
  await shop.cancel(numberId)
  expect(await codeOf(who.payments.pay(params(orderId)))).toBe('order_closed')
  await shop.runJob('payments-expire')
  expect((await atWechat(parameters.package.slice('prepay_id='.length))).state).toBe('CLOSED')
  expect(await shop.order(who, orderId)).toMatchObject({ state: 'closed', refunds: [] })
  expect(await shop.number(numberId)).toMatchObject({ state: 'free', freed: 1 })
})

test('given up while it is paid: paid, and given back as cancelled', async () => {
  const who = await shop.resident()
  const { numberId, orderId } = await shop.open(who)
  await shop.wechat.pay.set({ callbacks: 'held' })
  await shop.pay(who, orderId)
  await shop.cancel(numberId)
  await shop.runJob('payments-expire')
  await refundAll()
  const order = await shop.order(who, orderId)
  expect(order).toMatchObject({ state: 'paid', refunds: [{ reason: 'cancelled', state: 'success' }] })
  expect(await shop.number(numberId)).toMatchObject({ fulfilled: 0, freed: 1, refunded: 1 })
})

test('two processes at once: closed once', async () => {
  const { numberId } = await overdue()
  await Promise.all(Array.from({ length: 6 }, () => shop.runJob('payments-expire')))
  expect(await shop.number(numberId)).toMatchObject({ state: 'free', freed: 1 })
})
