/** One order, one charge, and the right page: over real HTTP, against the sandbox WeChat Pay. */
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

test('a number is paid, the notice confirms it, once', async () => {
  const who = await shop.resident()
  const { numberId, orderId } = await shop.open(who)
  expect(await shop.order(who, orderId)).toMatchObject({
    state: 'open',
    amount: 1500,
    payee: shop.clinic.institution.name,
    can: { pay: true },
    refunds: [],
  })
  const paid = await shop.pay(who, orderId)
  expect(paid).toMatchObject({ total: 1500, description: '挂号费' })
  const order = await shop.order(who, orderId)
  expect(order).toMatchObject({ state: 'paid', payBefore: null, can: { pay: false } })
  expect(Date.parse(order.paidAt!)).toBe(Math.floor(paid.paidAt! / 1000) * 1000)
  expect(await shop.number(numberId)).toMatchObject({ state: 'fulfilled', fulfilled: 1 })
  expect(await codeOf(who.payments.pay(params(orderId)))).toBe('order_paid')
  const events = await shop.db.query('SELECT version, data FROM outbox_event WHERE business_key = ?', [
    `invoice:${orderId}`,
  ])
  expect(events).toHaveLength(1)
  expect(await shop.db.query('SELECT account, amount FROM ledger_entry WHERE order_id = ?', [orderId])).toEqual(
    expect.arrayContaining([
      { account: 'wechat', amount: 1500 },
      { account: `institution:${shop.clinic.institutionId}`, amount: -1500 },
    ]),
  )
  const told = await shop.db.query(`SELECT event_key FROM message_event WHERE event_key = ?`, [
    `payment:${orderId}:paid`,
  ])
  expect(told).toHaveLength(1)
})

test('taps at the same moment, and later ones, are one prepayment', async () => {
  const who = await shop.resident()
  const { orderId } = await shop.open(who)
  const taps = await Promise.all(Array.from({ length: 5 }, () => who.payments.pay(params(orderId))))
  const again = await who.payments.pay(params(orderId))
  expect(new Set([...taps, again].map(tap => tap.parameters.package)).size).toBe(1)
  const { orders } = await shop.wechat.pay.books()
  expect(orders.filter(o => taps[0]!.parameters.package.endsWith(o.prepayId))).toHaveLength(1)
})

test('the phone of a relative ends what another phone began; of both, one pays', async () => {
  const who = await shop.resident()
  const helper = await shop.resident()
  await who.identity.grantProxy({
    body: {
      grantee: { kind: 'relative', phone: helper.wechatPhone, relation: 'child' },
      scope: ['appointments'],
      endsOn: new Date(shop.clock.now().getTime() + 30 * 86_400_000).toISOString().slice(0, 10),
    },
  })
  const { numberId, orderId } = await shop.open(who)
  const first = await who.payments.pay(params(orderId))
  const second = await helper.payments.pay(params(orderId))
  expect(second.parameters.package).not.toBe(first.parameters.package)
  await expect(shop.wechat.pay.pay({ prepay_id: first.parameters.package.slice('prepay_id='.length) })).rejects.toThrow(
    '关闭',
  )
  await shop.pay(helper, orderId)
  expect(await shop.number(numberId)).toMatchObject({ state: 'fulfilled', fulfilled: 1 })
  // The first phone had the payment under way: it goes through all the same, and goes back.
  await shop.wechat.pay.pay({ prepay_id: first.parameters.package.slice('prepay_id='.length), late: true })
  await shop.wechat.pay.settle()
  await shop.runJob('payments-refunds')
  await shop.pass(minute)
  const order = await shop.order(who, orderId)
  expect(order).toMatchObject({ state: 'paid', refunds: [{ amount: 1500, reason: 'duplicate', state: 'success' }] })
  expect(await shop.number(numberId)).toMatchObject({ state: 'fulfilled', fulfilled: 1, refunded: 0 })
})

test("somebody else's order does not exist", async () => {
  const who = await shop.resident()
  const stranger = await shop.resident()
  const { orderId } = await shop.open(who)
  for (const call of [
    stranger.payments.order(params(orderId)),
    stranger.payments.pay(params(orderId)),
    stranger.payments.checkOrder(params(orderId)),
  ])
    expect(await codeOf(call)).toBe('not_found')
  expect((await stranger.payments.orders({ query: {} })).orders).toEqual([])
  expect(await codeOf(shop.clinic.clerk.payments.pay(params(orderId)))).toBe('not_found')
})

test('the list has what waits for payment on top', async () => {
  const who = await shop.resident()
  const old = await shop.open(who)
  shop.clock.push(1000)
  const paid = await shop.open(who)
  await shop.pay(who, paid.orderId)
  const { orders, next } = await who.payments.orders({ query: {} })
  expect(orders.map(o => [o.orderId, o.state])).toEqual([
    [old.orderId, 'open'],
    [paid.orderId, 'paid'],
  ])
  expect(next).toBeNull()
})

test('WeChat away: the number is kept, and paid a little later', async () => {
  const who = await shop.resident()
  const { orderId } = await shop.open(who)
  await shop.wechat.pay.misbehave({ on: 'api', what: 'down' })
  expect(await codeOf(who.payments.pay(params(orderId)))).toBe('payment_unavailable')
  await shop.wechat.pay.behave()
  await shop.pay(who, orderId)
  expect(await shop.order(who, orderId)).toMatchObject({ state: 'paid' })
})

test('an answer lost after the order was placed: the same prepayment', async () => {
  const who = await shop.resident()
  const { orderId } = await shop.open(who)
  await shop.wechat.pay.misbehave({ on: 'api', what: 'answer-lost', path: 'jsapi', times: 3 })
  expect(await codeOf(who.payments.pay(params(orderId)))).toBe('payment_unavailable')
  await shop.pay(who, orderId)
  expect(await shop.order(who, orderId)).toMatchObject({ state: 'paid' })
})

test('less than a minute is too short to begin, not to go on', async () => {
  const who = await shop.resident()
  const late = await shop.open(who, { forMs: 50_000 })
  expect(await codeOf(who.payments.pay(params(late.orderId)))).toBe('order_closed')
  const begun = await shop.open(who, { forMs: 90_000 })
  const first = await who.payments.pay(params(begun.orderId))
  await shop.pass(45_000)
  expect((await who.payments.pay(params(begun.orderId))).parameters.package).toBe(first.parameters.package)
  await shop.pass(minute)
  expect(await codeOf(who.payments.pay(params(begun.orderId)))).toBe('order_closed')
})

test('the notice is lost: the phone asks, and nobody else has to', async () => {
  const who = await shop.resident()
  const { numberId, orderId } = await shop.open(who)
  await shop.wechat.pay.misbehave({ on: 'callback', what: 'lost', times: 1 })
  await shop.pay(who, orderId)
  expect(await shop.number(numberId)).toMatchObject({ state: 'due' })
  expect(await who.payments.checkOrder(params(orderId))).toMatchObject({ state: 'paid' })
  expect(await shop.number(numberId)).toMatchObject({ state: 'fulfilled', fulfilled: 1 })
})

test('the notice is lost and the phone never came back: asked after a minute', async () => {
  const who = await shop.resident()
  const { numberId, orderId } = await shop.open(who)
  await shop.wechat.pay.misbehave({ on: 'callback', what: 'lost', times: 1 })
  await shop.pay(who, orderId)
  await shop.runJob('payments-poll')
  expect(await shop.number(numberId)).toMatchObject({ state: 'due' })
  await shop.pass(minute)
  await shop.runJob('payments-poll')
  expect(await shop.number(numberId)).toMatchObject({ state: 'fulfilled', fulfilled: 1 })
})

test('checkOrder while WeChat is away answers what our books have', async () => {
  const who = await shop.resident()
  const { orderId } = await shop.open(who)
  await who.payments.pay(params(orderId))
  await shop.wechat.pay.misbehave({ on: 'api', what: 'down' })
  expect(await who.payments.checkOrder(params(orderId))).toMatchObject({ state: 'open' })
})
