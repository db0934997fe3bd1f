/** Money back: kept before it is asked for, asked with the same number, never more than was paid. */
import { transaction } from '../../db/transaction'
import { newAdministrator, newStaff } from '../../testing/signed-in'
import { codeOf, refusalOf } from '../../testing/client'
import { openNumber, type PaymentTest, startPaymentTest, wrongBooks } from './testing'
import { requestRefund, withdrawRefund } from './request-refund'

const minute = 60_000
let shop: PaymentTest
beforeAll(async () => void (shop = await startPaymentTest()), 60_000)
afterAll(() => shop.stop())
beforeEach(async () => void (await shop.wechat.pay.set({ callbacks: 'held' })))
afterEach(async () => {
  await shop.wechat.pay.behave()
  await shop.wechat.pay.settle()
  expect(await wrongBooks(shop)).toEqual([])
  await shop.forgetAlarms()
})

/** Paid and fulfilled; notices of refunds are held unless a test delivers them. */
const paid = async (amount = 1500) => {
  const who = await shop.resident()
  const number = await shop.open(who, { amount })
  const { outTradeNo } = await shop.pay(who, number.orderId)
  await shop.wechat.pay.deliverCallbacks({ about: outTradeNo })
  return { who, ...number, outTradeNo }
}
const turn = async (ms = minute) => {
  await shop.pass(ms)
  await shop.runJob('payments-refunds')
}
const atWechat = async (outTradeNo: string) =>
  (await shop.wechat.pay.books()).refunds.filter(refund => refund.outTradeNo === outTradeNo)
const refundOf = async (who: Awaited<ReturnType<typeof paid>>['who'], orderId: string) =>
  (await shop.order(who, orderId)).refunds[0]!

test('cancelled in time: asked at once, arrived by question alone, told once', async () => {
  const { who, numberId, orderId, outTradeNo } = await paid()
  await shop.cancel(numberId)
  expect(await refundOf(who, orderId)).toMatchObject({ state: 'requested', reason: 'cancelled', amount: 1500 })
  await shop.runJob('payments-refunds')
  expect(await refundOf(who, orderId)).toMatchObject({ state: 'processing', settledAt: null })
  await turn()
  expect(await refundOf(who, orderId)).toMatchObject({ state: 'success', receivedBy: '支付用户零钱' })
  expect(await shop.number(numberId)).toMatchObject({ refunded: 1 })
  const [refund] = await atWechat(outTradeNo)
  await shop.wechat.pay.deliverCallbacks({ about: refund!.outRefundNo, copies: 3 })
  expect(await shop.number(numberId)).toMatchObject({ refunded: 1 })
  const versions = await shop.db.query('SELECT version FROM outbox_event WHERE business_key = ? ORDER BY version', [
    `invoice:${orderId}`,
  ])
  expect(versions).toEqual([{ version: 1 }, { version: 2 }])
})

test('WeChat away, answers lost, busy, failing: repeated under the same number, one refund', async () => {
  const { who, numberId, orderId, outTradeNo } = await paid()
  await shop.cancel(numberId)
  for (const fault of [
    { what: 'down' },
    { what: 'answer-lost' },
    { what: 'refuse', code: 'FREQUENCY_LIMITED' },
    { what: 'refuse', code: 'SYSTEM_ERROR' },
    { what: 'unsigned' },
    { what: 'garbage' },
  ] as const) {
    await shop.wechat.pay.misbehave({ on: 'api', ...fault })
    await turn(30 * minute)
    await shop.wechat.pay.behave()
  }
  await turn(30 * minute)
  expect(await atWechat(outTradeNo)).toHaveLength(1)
  expect(await refundOf(who, orderId)).toMatchObject({ state: 'success' })
  expect(await shop.alarms()).toMatchObject({ forged_answer: 1 })
})

test('refused for want of money in the account: an alarm, and asked again later', async () => {
  const { who, numberId, orderId } = await paid()
  await shop.cancel(numberId)
  await shop.wechat.pay.misbehave({ on: 'api', what: 'refuse', code: 'NOT_ENOUGH', path: 'refunds', method: 'POST' })
  await turn()
  expect(await refundOf(who, orderId)).toMatchObject({ state: 'requested' })
  expect(await shop.alarms()).toMatchObject({ refund_refused: 1 })
  await shop.wechat.pay.behave()
  await turn()
  await turn()
  expect(await refundOf(who, orderId)).toMatchObject({ state: 'success' })
})

test('ABNORMAL is no end: an alarm, and SUCCESS when it was mended', async () => {
  const { who, numberId, orderId } = await paid()
  await shop.cancel(numberId)
  await shop.wechat.pay.misbehave({ on: 'refund', what: 'abnormal', times: 1 })
  await turn()
  await turn()
  const refund = await refundOf(who, orderId)
  expect(refund).toMatchObject({ state: 'abnormal' })
  expect(await shop.alarms()).toEqual({ refund_abnormal: 1 })
  await turn(10 * minute)
  expect(await refundOf(who, orderId)).toMatchObject({ state: 'abnormal' })
  const [{ out_refund_no }] = await shop.db.query('SELECT out_refund_no FROM payment_refund WHERE refund_id = ?', [
    refund.refundId,
  ])
  await shop.wechat.pay.settleRefund(out_refund_no, 'SUCCESS')
  // The notice of ABNORMAL comes after the one of SUCCESS, and again: nothing.
  await shop.wechat.pay.deliverCallbacks({ about: out_refund_no, copies: 2 })
  expect(await refundOf(who, orderId)).toMatchObject({ state: 'success' })
  expect(await shop.number(numberId)).toMatchObject({ refunded: 1 })
})

test('CLOSED: begun anew under another number, and one refund in the end', async () => {
  const { who, numberId, orderId, outTradeNo } = await paid()
  await shop.cancel(numberId)
  await shop.wechat.pay.misbehave({ on: 'refund', what: 'closed', times: 1 })
  await turn()
  await turn()
  expect(await refundOf(who, orderId)).toMatchObject({ state: 'processing' })
  expect(await shop.alarms()).toEqual({ refund_closed: 1 })
  const [first] = await atWechat(outTradeNo)
  await shop.wechat.pay.deliverCallbacks({ about: first!.outRefundNo, copies: 2 })
  await turn(2 * minute)
  await turn(2 * minute)
  await turn(5 * minute)
  expect(await refundOf(who, orderId)).toMatchObject({ state: 'success', amount: 1500 })
  expect((await atWechat(outTradeNo)).map(refund => refund.status)).toEqual(['CLOSED', 'SUCCESS'])
  expect(await shop.number(numberId)).toMatchObject({ refunded: 1 })
})

test('within the minute of undoing it is taken back; later it is on its way', async () => {
  const { who, numberId, orderId, outTradeNo } = await paid()
  const wanted = { purpose: 'appointment' as const, purposeId: numberId, reason: 'refused' as const, words: '没有接受' }
  const refuse = (at: Date) =>
    transaction(shop.db, tx => requestRefund(tx, { ...wanted, at, notBefore: new Date(at.getTime() + minute) }))
  const undo = () => transaction(shop.db, tx => withdrawRefund(tx, 'appointment', numberId, shop.clock.now()))
  expect(await refuse(shop.clock.now())).toBe('requested')
  await turn(30_000)
  expect(await undo()).toBe(true)
  expect(await undo()).toBe(false)
  await turn(10 * minute)
  expect(await atWechat(outTradeNo)).toEqual([])
  expect((await shop.order(who, orderId)).refunds).toEqual([])
  await refuse(shop.clock.now())
  await turn(minute + 1)
  expect(await undo()).toBe(false)
  await turn()
  expect(await refundOf(who, orderId)).toMatchObject({ state: 'success', reason: 'refused' })
})

test('the desk’s refund is not taken back by an undo, even where another process’s clock is ahead', async () => {
  const { who, numberId, orderId } = await paid()
  const wanted = { purpose: 'appointment' as const, purposeId: numberId, reason: 'staff' as const, words: '窗口退费' }
  const ahead = new Date(shop.clock.now().getTime() + 2000)
  await transaction(shop.db, tx => requestRefund(tx, { ...wanted, amount: 500, at: ahead }))
  expect(await transaction(shop.db, tx => withdrawRefund(tx, 'appointment', numberId, shop.clock.now()))).toBe(false)
  expect(await refundOf(who, orderId)).toMatchObject({ state: 'requested', amount: 500 })
  await turn(3000)
})

test('ten at once never pass what was paid', async () => {
  const { who, numberId, orderId, outTradeNo } = await paid()
  const wanted = { purpose: 'appointment' as const, purposeId: numberId, reason: 'stopped' as const, words: '停诊' }
  const once = (amount?: number) =>
    transaction(shop.db, tx => requestRefund(tx, { ...wanted, amount, at: shop.clock.now() }))
  await Promise.all([...Array(9).keys()].map(n => once(n % 2 ? 400 : undefined)))
  await turn()
  await turn()
  const arrived = (await atWechat(outTradeNo)).filter(refund => refund.status === 'SUCCESS')
  expect(arrived.reduce((sum, refund) => sum + refund.amount, 0)).toBe(1500)
  expect((await shop.order(who, orderId)).refunds.every(refund => refund.state === 'success')).toBe(true)
  expect(await shop.number(numberId)).toMatchObject({ refunded: 1 })
})

test('the desk: part by part within its right, the rest by an administrator, with reasons', async () => {
  const { who, numberId, orderId } = await paid(8000)
  const { clerk } = shop.clinic
  await clerk.enterSecondFactor()
  const desk = (amount: number, by = clerk) =>
    by.paymentsDesk.refund({ params: { orderId }, body: { amount, reason: '医生没有看诊，退部分' } })
  expect(await clerk.paymentsDesk.deskOrder({ params: { appointmentId: numberId } })).toMatchObject({ orderId })
  expect(await desk(3000)).toMatchObject({
    refunds: [{ reason: 'staff', words: '医生没有看诊，退部分', amount: 3000 }],
  })
  const above = await refusalOf(desk(2001))
  expect([above.code, above.details]).toEqual(['refund_above_right', { limit: '50.00' }])
  const administrator = await newAdministrator(shop)
  const exceeds = await refusalOf(desk(5001, administrator))
  expect([exceeds.code, exceeds.details]).toEqual(['refund_exceeds', { left: '50.00' }])
  await turn()
  await turn()
  expect(await shop.number(numberId)).toMatchObject({ refunded: 0 })
  await desk(5000, administrator)
  await turn()
  await turn()
  expect(await shop.number(numberId)).toMatchObject({ refunded: 1 })
  expect((await shop.order(who, orderId)).refunds.map(r => [r.state, r.amount])).toEqual([
    ['success', 3000],
    ['success', 5000],
  ])
  const acts = await shop.db.query(`SELECT role, details FROM audit_event WHERE action = 'desk.refund' ORDER BY at`)
  expect(acts.map((a: { role: string }) => a.role)).toEqual(['staff', 'administrator'])
  const [{ statement }] = await shop.db.query('SELECT statement FROM payment_refund WHERE order_id = ?', [orderId])
  expect(statement).not.toContain('医生')
  await shop.runJob('notifications-deliver')
  const [told] = (await who.notifications.messages({ query: {} })).messages
  expect(told?.lines.map(line => line.value)).toContain('医生没有看诊，退部分')
})

test('the desk of another place, the unpaid, the wrong role', async () => {
  const who = await shop.resident()
  const { numberId, orderId } = await openNumber(shop, who, { institutionId: shop.clinic.institutionId })
  const elsewhere = await newStaff(shop, { role: 'staff', institutionId: 'org-county' })
  const { clerk } = shop.clinic
  await clerk.enterSecondFactor()
  const refund = (by: Pick<typeof clerk, 'paymentsDesk'>) =>
    by.paymentsDesk.refund({ params: { orderId }, body: { amount: 100, reason: '患者没有看诊' } })
  expect(await codeOf(refund(elsewhere))).toBe('not_found')
  const find = elsewhere.paymentsDesk.deskOrder({ params: { appointmentId: numberId } })
  expect(await codeOf(find)).toBe('not_found')
  expect(await codeOf(refund(clerk))).toBe('order_not_paid')
  expect(await codeOf(refund(who))).toBe('forbidden')
})
