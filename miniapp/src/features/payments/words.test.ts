import type { Order, Refund } from 'shared/payments/model'
import { feeWords, orderTag, receivedWords, refundWords } from './words'

const refund = (amount: number, state: Refund['state']): Refund => ({
  refundId: '01890000-0000-7000-8000-000000000009',
  amount,
  reason: 'cancelled',
  words: '本人取消了预约',
  state,
  requestedAt: '2026-11-22T01:00:00.000Z',
  settledAt: null,
  receivedBy: null,
})
const paid: Pick<Order, 'state' | 'amount' | 'refunds' | 'can'> = {
  state: 'paid',
  amount: 1500,
  refunds: [],
  can: { pay: false },
}
const tag = (some: Partial<typeof paid>) => orderTag({ ...paid, ...some }).words

test('an order is told by what comes back, then by what was paid', () => {
  expect(tag({})).toBe('已付款')
  expect(tag({ refunds: [refund(500, 'success')] })).toBe('已退 ¥5.00')
  expect(tag({ refunds: [refund(500, 'success'), refund(1000, 'processing')] })).toBe('退款中')
  expect(tag({ refunds: [refund(1500, 'success')] })).toBe('已退款')
  // Paid after it was closed: the money is on its way back, whatever the order says.
  expect(tag({ state: 'closed', refunds: [refund(1500, 'requested')] })).toBe('退款中')
  expect(tag({ state: 'closed' })).toBe('没有付款')
  expect(tag({ state: 'open', can: { pay: true } })).toBe('等付款')
  expect(tag({ state: 'open' })).toBe('正在核实')
})

test('a number says what it costs and where that is paid', () => {
  const payment = { state: 'paid' as const, orderId: 'o', amount: 1500, refunded: 0, payBefore: null }
  expect(feeWords({ fee: 1500, followUp: false, payment })).toBe('已付款 ¥15.00')
  expect(feeWords({ fee: 1500, followUp: false, payment: { ...payment, refunded: 500 } })).toBe('已付 ¥15.00，退 ¥5.00')
  const refunding = { ...payment, refunded: 1500, state: 'refunding' as const }
  expect(feeWords({ fee: 1500, followUp: false, payment: refunding })).toBe('退款中 ¥15.00')
  expect(feeWords({ fee: 1500, followUp: false, payment: null })).toBe('¥15.00，到窗口付')
  expect(feeWords({ fee: 1500, followUp: true, payment: null })).toBe('免费（三天内复诊）')
  expect(feeWords({ fee: 0, followUp: false, payment: null })).toBe('免费')
})

test('money that came back is where people look for it', () => {
  const done = (receivedBy: string | null) => refundWords({ state: 'success', receivedBy }).sentence
  expect(done('支付用户零钱')).toBe('钱已经退到微信零钱，现在就能看到。')
  expect(done('支付用户零钱通')).toBe('钱已经退到微信零钱通，现在就能看到。')
  expect(done('招商银行信用卡0403')).toContain('退到银行卡的，可能再晚一两天')
  expect(done(null)).toContain('退到银行卡的，可能再晚一两天')
  expect(['支付用户零钱', '招商银行信用卡0403', null].map(receivedWords)).toEqual([
    '微信零钱',
    '招商银行信用卡0403',
    null,
  ])
})
