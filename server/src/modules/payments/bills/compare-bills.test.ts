/** Line by line, as a table: what WeChat's bills may hold, and what of it is a difference. */
import type { FundFlowLine, TradeBillLine } from '../../../wechat/pay'
import { refundNumber } from '../refund-number'
import type { BookedPayment, BookedRefund, Books } from './books-of-day'
import { compareBills } from './compare-bills'

const merchant = { appid: 'wx0000000000000000', mchid: '1900000001' }
const at = new Date('2026-11-21T08:00:00Z')
const refundId = '01990000-0000-7000-8000-000000000001'
const refundNo = refundNumber(refundId, 1)

const paidLine = (more: Partial<TradeBillLine> = {}): TradeBillLine => ({
  ...{ at, ...merchant, transactionId: 't1', outTradeNo: 'p1', state: 'SUCCESS', currency: 'CNY' },
  ...{ total: 1500, settled: 1500, fee: 9 },
  ...{ refundId: null, outRefundNo: null, refund: 0, refundSettled: 0, refundState: null },
  ...more,
})
const refundLine = (more: Partial<TradeBillLine> = {}): TradeBillLine =>
  paidLine({
    ...{ state: 'REFUND', total: 0, settled: 0, fee: -3, refundId: 'r1', outRefundNo: refundNo },
    ...{ refund: 500, refundSettled: 500, refundState: 'SUCCESS' },
    ...more,
  })
const flowLine = (name: string, direction: 'in' | 'out', amount: number, voucherNo: string | null): FundFlowLine => ({
  ...{ at, businessNo: 'b1', flowNo: `f-${name}`, name, kind: name, direction, amount, balance: 0, voucherNo },
})
const came = (amount = 1500, no: string | null = 'p1') => flowLine('交易', 'in', amount, no)
const fee = flowLine('扣除交易手续费', 'out', 9, 'p1')
const left = (amount = 497, no = refundNo) => flowLine('退款', 'out', amount, no)

const payment: BookedPayment = { outTradeNo: 'p1', paid: true, transactionId: 't1', amount: 1500, ofDay: true }
const refund: BookedRefund = {
  ...{ refundId, outRefundNo: refundNo, tries: 1, state: 'success', amount: 500, ofDay: true },
}
const booksOf = (payments: BookedPayment[], refunds: BookedRefund[] = [], elsewhere: string[] = []): Books => ({
  payments: new Map(payments.map(p => [p.outTradeNo, p])),
  refunds: new Map(refunds.map(r => [r.refundId, r])),
  elsewhere: new Set(elsewhere),
})
type Case = [string, Books, TradeBillLine[], FundFlowLine[]]
const tried2 = { ...refund, tries: 2, outRefundNo: refundNumber(refundId, 2) }

it.each<Case>([
  ['a payment with its fee', booksOf([payment]), [paidLine()], [came(), fee]],
  ['a refund, of which the fee stays', booksOf([], [refund]), [refundLine()], [left()]],
  ['a coupon that the merchant bears', booksOf([payment]), [paidLine({ settled: 1400 })], [came(1400)]],
  ['a withdrawal, a deposit', booksOf([]), [], [flowLine('提现', 'out', 9_000, null), flowLine('充值', 'in', 1, null)]],
  [
    'a refund under way',
    booksOf([], [{ ...refund, state: 'processing', ofDay: false }]),
    [refundLine({ refundState: 'PROCESSING' })],
    [left()],
  ],
  [
    'a refund that WeChat closed and gave back, and its second try',
    booksOf([], [tried2]),
    [refundLine({ refundState: 'FAIL' }), refundLine({ outRefundNo: tried2.outRefundNo })],
    [left(), flowLine('退款关闭退回', 'in', 497, refundNo), left(497, tried2.outRefundNo)],
  ],
  ['a refund that stands on the day before', booksOf([], [refund], [`refund:${refundNo}`]), [], []],
  ['money that is booked after midnight', booksOf([payment], [], ['flow:p1']), [paidLine()], []],
  ['the next day, that money', booksOf([{ ...payment, ofDay: false }]), [], [came()]],
])('%s: no difference', (_, books, trade, flow) => expect(compareBills({ trade, flow }, books, merchant)).toEqual([]))

it.each<[...Case, object[]]>([
  [
    'a payment that we do not know, in both bills, is told once',
    booksOf([]),
    [paidLine()],
    [came()],
    [{ kind: 'payment_missing_in_books', number: 'p1', books: null, bill: 1500 }],
  ],
  [
    'a payment that is in neither bill is told once',
    booksOf([payment]),
    [],
    [],
    [{ kind: 'payment_missing_in_bill', number: 'p1', books: 1500, bill: null }],
  ],
  [
    'another amount in both',
    booksOf([payment]),
    [paidLine({ total: 1501, settled: 1501 })],
    [came(1501)],
    [
      { kind: 'payment_amount_differs', number: 'p1', books: 1500, bill: 1501 },
      { kind: 'fund_flow_differs', number: 'p1', books: 1500, bill: 1501 },
    ],
  ],
  [
    'another transaction under the same number',
    booksOf([payment]),
    [paidLine({ transactionId: 't2' })],
    [came()],
    [{ kind: 'payment_missing_in_books', number: 'p1', books: null, bill: 1500 }],
  ],
  [
    'another mini-program',
    booksOf([payment]),
    [paidLine({ appid: 'wx1' })],
    [came()],
    [{ kind: 'payment_missing_in_books' }],
  ],
  ['yuan of another kind', booksOf([payment]), [paidLine({ currency: 'USD' })], [came()], [{ books: null }]],
  [
    'a line twice',
    booksOf([payment]),
    [paidLine(), paidLine()],
    [came()],
    [{ kind: 'payment_missing_in_books', number: 'p1', books: null, bill: 1500 }],
  ],
  [
    'a payment without an entry in the ledger',
    booksOf([{ ...payment, amount: null }]),
    [paidLine()],
    [],
    [{ kind: 'payment_amount_differs', books: null, bill: 1500 }],
  ],
  [
    'money that came twice',
    booksOf([payment]),
    [paidLine()],
    [came(), came()],
    [{ kind: 'fund_flow_differs', number: 'p1', books: 1500, bill: 3000 }],
  ],
  [
    'a refund of another amount',
    booksOf([], [refund]),
    [refundLine({ refund: 501, refundSettled: 501 })],
    [left()],
    [{ kind: 'refund_amount_differs', number: refundNo, books: 500, bill: 501 }],
  ],
  [
    'a refund that we never asked for',
    booksOf([]),
    [refundLine({ outRefundNo: 'x1' })],
    [left(497, 'x1')],
    [{ kind: 'refund_missing_in_books', number: 'x1', books: null, bill: 500 }],
  ],
  [
    'a try that never was',
    booksOf([], [{ ...refund, ofDay: false }]),
    [refundLine({ outRefundNo: tried2.outRefundNo })],
    [],
    [{ kind: 'refund_missing_in_books' }],
  ],
  [
    'a refund that was withdrawn here',
    booksOf([], [{ ...refund, state: 'withdrawn', ofDay: false }]),
    [refundLine()],
    [],
    [{ kind: 'refund_missing_in_books' }],
  ],
  [
    'a refund that arrived and is in no bill',
    booksOf([], [refund]),
    [],
    [],
    [{ kind: 'refund_missing_in_bill', number: refundNo, books: 500, bill: null }],
  ],
  [
    'more left than was refunded',
    booksOf([], [refund]),
    [refundLine()],
    [left(500)],
    [{ kind: 'fund_flow_differs', number: refundNo, books: 497, bill: 500 }],
  ],
  [
    'money given back that never left',
    booksOf([]),
    [],
    [flowLine('退款关闭退回', 'in', 1, 'x1')],
    [{ kind: 'fund_flow_differs', number: 'x1', books: null, bill: 1 }],
  ],
  [
    'a movement of a kind that we do not know',
    booksOf([]),
    [],
    [flowLine('分账', 'out', 7, null)],
    [{ kind: 'fund_flow_differs', number: 'f-分账', books: null, bill: 7 }],
  ],
])('%s', (_, books, trade, flow, found) => {
  expect(compareBills({ trade, flow }, books, merchant)).toMatchObject(found)
  expect(compareBills({ trade, flow }, books, merchant)).toHaveLength(found.length)
})
