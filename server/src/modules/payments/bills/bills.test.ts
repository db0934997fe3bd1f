/** 对账 over real HTTP: the sandbox's bills, right and wrong, against our books. */
import { createApp } from '../../../app'
import { addDays } from '../../../clock'
import { codeOf } from '../../../testing/client'
import { setCountyTime } from '../../../testing/clinic'
import { type Resident, type StaffMember, newAdministrator } from '../../../testing/signed-in'
import { type PaymentTest, startPaymentTest, testOwners, wrongBooks } from '../testing'
import { billDayOf } from './bill-days'
import { reconcileDay } from './reconcile-day'

let test: PaymentTest
let who: Resident
let administrator: StaffMember
beforeAll(async () => {
  test = await startPaymentTest()
  administrator = await newAdministrator(test, test.clinic.institutionId)
}, 60_000)
afterAll(() => test?.stop())

let day: string
/** Every test has a day of its own, on which nothing has happened yet; the days before it are compared. */
beforeEach(async () => {
  await test.wechat.pay.behave()
  setCountyTime(test, '12:30', 1)
  await test.runJob('payments-reconcile')
  await test.forgetAlarms()
  day = billDayOf(test.clock.now())
  who = await test.resident()
})

const paid = async (amount?: number) => {
  const opened = await test.open(who, { amount })
  const { outTradeNo } = await test.pay(who, opened.orderId)
  return { ...opened, outTradeNo }
}
const refunded = async (numberId: string) => {
  await test.cancel(numberId)
  await test.runJob('payments-refunds')
  await test.pass(30_000)
}
const nextMorning = () => setCountyTime(test, '10:05', 1)
const reconcile = () => test.runJob('payments-reconcile')
const seen = async () => {
  await administrator.enterSecondFactor()
  return administrator.paymentsAdmin.paymentDay({ params: { day } })
}
const misbehave = (what: 'missing' | 'line-missing' | 'line-extra' | 'other-amount' | 'wrong-hash', times = 1) =>
  test.wechat.pay.misbehave({ on: 'bill', what, times })

it('a day of payments and a refund is green, to the fen; asked again, nothing changes', async () => {
  await test.wechat.pay.set({ feeBasisPoints: 60 })
  await paid(1500)
  const { numberId } = await paid(333)
  await refunded(numberId)
  await reconcile()
  expect(await seen()).toMatchObject({ state: 'waiting', reconciledAt: null })
  nextMorning()
  await reconcile()
  await test.wechat.pay.set({ feeBasisPoints: 0 })
  const { institutionId, institution } = test.clinic
  const totals = { payments: { count: 2, amount: 1833 }, refunds: { count: 1, amount: 333 } }
  const green = await seen()
  expect(green).toEqual({
    day,
    state: 'green',
    ...totals,
    openDifferences: 0,
    reconciledAt: expect.any(String),
    institutions: [{ institutionId, institutionName: institution.name, ...totals }],
    differences: [],
  })
  const calls = await test.wechat.calls()
  await reconcile()
  expect(await test.wechat.calls()).toEqual(calls)
  const { days } = await administrator.paymentsAdmin.paymentDays({})
  expect(days.find(d => d.day === day)).toEqual({ day, state: 'green', ...totals, openDifferences: 0 })
  expect(await test.alarms()).toEqual({})
})

it('a day on which nothing happened has no bill and is green', async () => {
  await paid()
  const before = day
  nextMorning()
  await reconcile()
  nextMorning()
  await reconcile()
  day = addDays(before, 1)
  expect(await seen()).toMatchObject({ state: 'green', payments: { count: 0 }, institutions: [] })
  expect(await test.alarms()).toEqual({})
})

it('a bill that is not there is waited for, then missing and an alarm, then green when it comes', async () => {
  await paid()
  nextMorning()
  await misbehave('missing', 4)
  await reconcile()
  expect(await seen()).toMatchObject({ state: 'waiting' })
  test.clock.push(2 * 3_600_000)
  await reconcile()
  expect(await seen()).toMatchObject({ state: 'missing', openDifferences: 0 })
  expect(await test.alarms()).toEqual({ bill_missing: 1 })
  const metrics = await (await fetch(`${test.base}/metrics`)).text()
  expect(metrics).toContain('payment_days_not_green{state="missing"} 1')
  const { alarms } = await administrator.paymentsAdmin.paymentDays({})
  expect(alarms[0]).toMatchObject({ kind: 'bill_missing', words: expect.stringContaining('对账单') })
  test.clock.push(61 * 60_000)
  await reconcile()
  expect(await seen()).toMatchObject({ state: 'green' })
})

it('a bill whose hash is wrong is not used; the right one is', async () => {
  await paid()
  nextMorning()
  await misbehave('wrong-hash')
  await reconcile()
  expect(await seen()).toMatchObject({ state: 'waiting', differences: [] })
  expect(await test.alarms()).toEqual({ bill_unreadable: 1 })
  test.clock.push(11 * 60_000)
  await reconcile()
  expect(await seen()).toMatchObject({ state: 'green' })
})

it.each([
  ['line-missing', 'payment_missing_in_bill', 1500, null],
  ['line-extra', 'payment_missing_in_books', null, 1500],
  ['other-amount', 'payment_amount_differs', 1500, 1501],
] as const)('%s in the trade bill: listed once, gone when it agrees', async (what, kind, books, bill) => {
  const { outTradeNo } = await paid()
  await paid()
  nextMorning()
  await misbehave(what)
  await reconcile()
  const number = what === 'line-extra' ? expect.stringMatching(/^X/) : outTradeNo
  const open = { kind, number, books, bill, state: 'open', note: null, by: null }
  expect(await seen()).toMatchObject({ state: 'open', openDifferences: 1, differences: [open] })
  expect(await test.alarms()).toEqual({ bill_differs: 1 })
  await misbehave(what)
  if (what === 'line-extra') await test.wechat.pay.behave()
  const again = await administrator.paymentsAdmin.reconcileDay({ params: { day } })
  if (what !== 'line-extra') expect(again).toMatchObject({ state: 'open', differences: [open] })
  expect(again.differences).toHaveLength(1)
  expect(await administrator.paymentsAdmin.reconcileDay({ params: { day } })).toMatchObject({
    state: 'green',
    openDifferences: 0,
    differences: [{ kind, number, state: 'mended', note: '再次核对时已经一致' }],
  })
})

it.each([
  ['line-missing', 1500, null],
  ['line-extra', null, 1500],
  ['other-amount', 1500, 1501],
] as const)('%s in the fund-flow bill alone is a difference of its own', async (what, books, bill) => {
  await paid()
  await paid()
  nextMorning()
  await reconcile()
  // The trade bill is asked for first: only the second one is spoiled.
  const fetched = context().pay!.tradeBill
  context().pay!.tradeBill = async asked => {
    const lines = await fetched(asked)
    await misbehave(what)
    return lines
  }
  const found = await administrator.enterSecondFactor().then(() =>
    administrator.paymentsAdmin.reconcileDay({ params: { day } }).finally(() => {
      context().pay!.tradeBill = fetched
    }),
  )
  expect(found.differences).toMatchObject([{ kind: 'fund_flow_differs', books, bill, state: 'open' }])
})
const context = () => test.context

it('a payment whose callback was lost is mended from the bill', async () => {
  await test.wechat.pay.misbehave({ on: 'callback', what: 'lost' })
  const { orderId, numberId, outTradeNo } = await paid()
  expect(await test.order(who, orderId)).toMatchObject({ state: 'open' })
  nextMorning()
  await reconcile()
  expect(await seen()).toMatchObject({
    state: 'green',
    payments: { count: 1, amount: 1500 },
    differences: [{ kind: 'payment_missing_in_books', number: outTradeNo, books: null, bill: 1500, state: 'mended' }],
  })
  expect(await test.order(who, orderId)).toMatchObject({ state: 'paid' })
  expect(await test.number(numberId)).toMatchObject({ state: 'fulfilled', fulfilled: 1 })
  expect(await wrongBooks(test)).toEqual([])
})

it('a refund whose end was not heard is mended from the bill', async () => {
  const { orderId, numberId } = await paid()
  await test.wechat.pay.misbehave({ on: 'callback', what: 'lost' })
  await refunded(numberId)
  expect((await test.order(who, orderId)).refunds).toMatchObject([{ state: 'processing' }])
  nextMorning()
  await reconcile()
  expect(await seen()).toMatchObject({
    state: 'green',
    differences: [{ kind: 'refund_missing_in_books', bill: 1500, state: 'mended' }],
  })
  expect((await test.order(who, orderId)).refunds).toMatchObject([{ state: 'success' }])
  expect(await test.number(numberId)).toMatchObject({ refunded: 1 })
})

it('a refund that WeChat closed and that was asked for anew counts once', async () => {
  const { numberId } = await paid()
  await test.wechat.pay.misbehave({ on: 'refund', what: 'closed', times: 1 })
  await refunded(numberId)
  await test.pass(120_000)
  await test.runJob('payments-refunds')
  await test.pass(30_000)
  nextMorning()
  await reconcile()
  expect(await seen()).toMatchObject({ state: 'green', refunds: { count: 1, amount: 1500 }, differences: [] })
})

it('a refund that arrives days later stands on the day it was accepted', async () => {
  const { numberId } = await paid()
  await test.wechat.pay.misbehave({ on: 'refund', what: 'stuck', times: 1 })
  await refunded(numberId)
  nextMorning()
  await reconcile()
  expect(await seen()).toMatchObject({ state: 'green', refunds: { count: 0 } })
  const accepted = day
  const { refunds } = await test.wechat.pay.books()
  await test.wechat.pay.settleRefund(refunds.at(-1)!.outRefundNo, 'SUCCESS')
  await test.wechat.pay.settle()
  nextMorning()
  await reconcile()
  day = addDays(accepted, 1)
  expect(await seen()).toMatchObject({ state: 'green', refunds: { count: 1, amount: 1500 }, differences: [] })
})

it('two processes at once leave one row for one difference', async () => {
  await test.wechat.pay.misbehave({ on: 'callback', what: 'lost', times: 1 })
  const { numberId } = await paid()
  await paid()
  nextMorning()
  await misbehave('other-amount', 2)
  const other = await createApp(test.context.config, { clock: test.clock, log: test.context.log })
  const both = [test.context, other.context, test.context, other.context]
  const outcomes = await Promise.all(both.map(one => reconcileDay(one, testOwners, day)))
  await other.stop()
  expect(outcomes.every(o => o === 'green' || o === 'open')).toBe(true)
  const { differences } = await seen()
  expect(new Set(differences.map(d => `${d.kind} ${d.number}`)).size).toBe(differences.length)
  expect(await test.number(numberId)).toMatchObject({ fulfilled: 1 })
  expect(await wrongBooks(test)).toEqual([])
  await reconcileDay(test.context, testOwners, day)
  expect(await seen()).toMatchObject({ state: 'green' })
})

it('an administrator explains what stays; it is audited, and stays explained when compared again', async () => {
  await paid()
  nextMorning()
  await misbehave('other-amount')
  await reconcile()
  const { differences } = await seen()
  const params = { differenceId: differences[0]!.differenceId }
  const explain = () =>
    administrator.paymentsAdmin.explainDifference({ params, body: { note: '银行确认多记一分，已请微信更正' } })
  expect(await explain()).toMatchObject({
    state: 'explained',
    note: '银行确认多记一分，已请微信更正',
    by: '县级管理员',
  })
  expect(await seen()).toMatchObject({ state: 'green', openDifferences: 0 })
  expect(await codeOf(explain())).toBe('already_decided')
  await misbehave('other-amount')
  expect(await administrator.paymentsAdmin.reconcileDay({ params: { day } })).toMatchObject({
    state: 'green',
    differences: [{ state: 'explained' }],
  })
  const rows = await test.db.query(`SELECT details FROM audit_event WHERE action = 'payments.explain'`)
  expect(rows).toHaveLength(1)
  expect(JSON.stringify(rows)).not.toContain('银行')
})

it('days before the first order and days to come are not found; WeChat away is told', async () => {
  await paid()
  await administrator.enterSecondFactor()
  const ask = (asked: string) => administrator.paymentsAdmin.paymentDay({ params: { day: asked } })
  expect(await codeOf(ask(addDays(day, 1)))).toBe('not_found')
  expect(await codeOf(ask('2020-01-01'))).toBe('not_found')
  nextMorning()
  await administrator.enterSecondFactor()
  await test.wechat.pay.misbehave({ on: 'api', what: 'refuse' })
  expect(await codeOf(administrator.paymentsAdmin.reconcileDay({ params: { day } }))).toBe('payment_unavailable')
})
