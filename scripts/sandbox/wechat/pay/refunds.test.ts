import { type PayTest, startPayTest } from './testing'

let test: PayTest
beforeAll(async () => {
  test = await startPayTest()
})
beforeEach(() => test.reset())
// What one test left under way is over before the next.
afterEach(() => test.pass(60_000))
afterAll(() => test.stop())

const underWay = 20_000
let count = 0
const fresh = () => `refund-${++count}`
const statusOf = async (no: string) => (await test.ask('GET', `/v3/refund/domestic/refunds/${no}`)).body.status
const events = () => test.merchant.received.map(({ body }) => JSON.parse(body).event_type)

it('is accepted, and succeeds after a while', async () => {
  const { no } = await test.paid()
  const refundNo = fresh()
  const accepted = await test.refund(no, refundNo)
  expect(accepted).toMatchObject({ status: 200, body: { status: 'PROCESSING', amount: { refund: 1500 } } })
  await test.pass(underWay - 1000)
  expect(await statusOf(refundNo)).toBe('PROCESSING')
  await test.pass(1000)
  expect(await statusOf(refundNo)).toBe('SUCCESS')
  expect((await test.query(no)).body.trade_state).toBe('REFUND')
  expect(events()).toEqual(['TRANSACTION.SUCCESS', 'REFUND.SUCCESS'])
})

it('answers the same number again, and never with another amount', async () => {
  const { no } = await test.paid()
  const refundNo = fresh()
  await test.refund(no, refundNo, 500)
  expect(await test.refund(no, refundNo, 500)).toMatchObject({ status: 200, body: { amount: { refund: 500 } } })
  expect((await test.refund(no, refundNo, 501)).body).toMatchObject({ code: 'PARAM_ERROR' })
})

it('never gives back more than was paid, not in fifty-one parts', async () => {
  const { no } = await test.paid()
  expect((await test.refund(no, fresh(), 1501)).body).toMatchObject({ code: 'INVALID_REQUEST' })
  for (let part = 0; part < 50; part++) expect((await test.refund(no, fresh(), 10)).status).toBe(200)
  expect((await test.refund(no, fresh(), 10)).body).toMatchObject({ code: 'RULELIMIT' })
  const other = await test.paid()
  await test.refund(other.no, fresh(), 1000)
  expect((await test.refund(other.no, fresh(), 501)).body).toMatchObject({ code: 'INVALID_REQUEST' })
})

it('refuses what cannot be refunded', async () => {
  const { no } = await test.place()
  expect((await test.refund(no, fresh())).body).toMatchObject({ code: 'INVALID_REQUEST' })
  expect((await test.refund('order-none', fresh())).body).toMatchObject({ code: 'ORDERNOTEXIST' })
  const { no: paid } = await test.paid()
  const amount = { refund: 1, total: 1, currency: 'CNY' }
  expect((await test.refund(paid, fresh(), 1, { amount })).body).toMatchObject({ code: 'PARAM_ERROR' })
  expect((await test.refund(paid, fresh(), 1, { reason: '退'.repeat(81) })).body).toMatchObject({ code: 'PARAM_ERROR' })
  expect((await test.refund(paid, fresh(), 1, { transaction_id: '4200' })).body).toMatchObject({ code: 'PARAM_ERROR' })
  expect((await test.refund(paid, 'x'.repeat(65), 1)).body).toMatchObject({ code: 'PARAM_ERROR' })
  const unknown = await test.ask('GET', '/v3/refund/domestic/refunds/none')
  expect([unknown.status, unknown.body.code]).toEqual([404, 'RESOURCE_NOT_EXISTS'])
})

it('has too little money when told so', async () => {
  const { no } = await test.paid()
  const refundNo = fresh()
  await test.sandbox.pay.misbehave({ on: 'api', what: 'refuse', code: 'NOT_ENOUGH', path: '/refunds', times: 1 })
  expect(await test.refund(no, refundNo)).toMatchObject({ status: 403, body: { code: 'NOT_ENOUGH' } })
  expect(await statusOf(refundNo)).toBeUndefined()
})

it('is abnormal and then succeeds, by itself or when somebody sees to it', async () => {
  const { no } = await test.paid()
  const [itself, seenTo] = [fresh(), fresh()]
  await test.sandbox.pay.misbehave({ on: 'refund', what: 'abnormal-then-success', times: 1 })
  await test.refund(no, itself, 500)
  await test.sandbox.pay.misbehave({ on: 'refund', what: 'abnormal', times: 1 })
  await test.refund(no, seenTo, 500)
  await test.pass(underWay)
  expect([await statusOf(itself), await statusOf(seenTo)]).toEqual(['ABNORMAL', 'ABNORMAL'])
  // What is abnormal is not free again.
  expect((await test.refund(no, fresh(), 501)).body).toMatchObject({ code: 'INVALID_REQUEST' })
  await test.pass(underWay)
  expect([await statusOf(itself), await statusOf(seenTo)]).toEqual(['SUCCESS', 'ABNORMAL'])
  await test.sandbox.pay.settleRefund(seenTo, 'SUCCESS')
  expect(await statusOf(seenTo)).toBe('SUCCESS')
  await expect(test.sandbox.pay.settleRefund(seenTo, 'ABNORMAL')).rejects.toThrow('404')
  await test.sandbox.pay.settle()
  expect(events().sort()).toEqual([
    'REFUND.ABNORMAL',
    'REFUND.ABNORMAL',
    'REFUND.SUCCESS',
    'REFUND.SUCCESS',
    'TRANSACTION.SUCCESS',
  ])
})

it('is closed, and a new number may try again', async () => {
  const { no } = await test.paid()
  const refundNo = fresh()
  await test.sandbox.pay.misbehave({ on: 'refund', what: 'closed', times: 1 })
  await test.refund(no, refundNo)
  await test.pass(underWay)
  expect(await test.refund(no, refundNo)).toMatchObject({ body: { status: 'CLOSED' } })
  expect((await test.query(no)).body.trade_state).toBe('SUCCESS')
  expect(await test.refund(no, fresh())).toMatchObject({ body: { status: 'PROCESSING' } })
  expect(events()).toContain('REFUND.CLOSED')
})

it('stays under way for as long as it is stuck', async () => {
  const { no } = await test.paid()
  const refundNo = fresh()
  await test.sandbox.pay.misbehave({ on: 'refund', what: 'stuck', times: 1 })
  await test.refund(no, refundNo)
  await test.pass(48 * 3_600_000)
  expect(await statusOf(refundNo)).toBe('PROCESSING')
})
