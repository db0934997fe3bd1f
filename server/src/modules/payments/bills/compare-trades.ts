/** The trade bill against our books, line by line. */
import type { DifferenceKind } from 'shared/payments/admin-contract'
import type { TradeBillLine } from '../../../wechat/pay'
import { readRefundNumber } from '../refund-number'
import type { BookedRefund, Books } from './books-of-day'

/** A difference; amounts are fen, null where there is no such line. */
export interface Finding {
  kind: DifferenceKind
  number: string
  books: number | null
  bill: number | null
}

export interface Merchant {
  appid: string
  mchid: string
}

/** A refund that WeChat closed stays in the bill with its amount, as FAIL: no money left. */
const counts = ({ state, refundState }: TradeBillLine): boolean => state !== 'REFUND' || refundState !== 'FAIL'

/** Ours, and not a number of a try that never was. */
export const refundOfLine = (books: Books, outRefundNo: string | null): BookedRefund | null => {
  const read = outRefundNo ? readRefundNumber(outRefundNo) : null
  const refund = read && books.refunds.get(read.refundId)
  return refund && refund.state !== 'withdrawn' && read.tries <= refund.tries ? refund : null
}

const ofPayment = (line: TradeBillLine, books: Books, { appid, mchid }: Merchant): Finding | null => {
  const { outTradeNo, transactionId, total } = line
  const booked = books.payments.get(outTradeNo)
  const ours = booked?.paid && booked.transactionId === transactionId && line.appid === appid && line.mchid === mchid
  if (!ours || line.state === 'REVOKED' || line.currency !== 'CNY')
    return { kind: 'payment_missing_in_books', number: outTradeNo, books: null, bill: total }
  if (booked.amount === total) return null
  return { kind: 'payment_amount_differs', number: outTradeNo, books: booked.amount, bill: total }
}

const ofRefund = (line: TradeBillLine, books: Books): Finding | null => {
  const { outRefundNo, refundId, refund: bill, refundState, outTradeNo } = line
  const number = outRefundNo ?? refundId ?? outTradeNo
  const booked = refundOfLine(books, outRefundNo)
  const missing = { kind: 'refund_missing_in_books', number, books: null, bill } as const
  if (!booked) return missing
  if (booked.amount !== bill) return { kind: 'refund_amount_differs', number, books: booked.amount, bill }
  return refundState === 'SUCCESS' && booked.state !== 'success' ? missing : null
}

const notInBill = (lines: readonly TradeBillLine[], books: Books): Finding[] => {
  const payments = new Set(lines.filter(l => l.state !== 'REFUND').map(l => l.outTradeNo))
  const refunds = new Set(lines.filter(l => l.state === 'REFUND').map(l => l.outRefundNo))
  return [
    ...[...books.payments.values()]
      .filter(p => p.ofDay && !payments.has(p.outTradeNo))
      .map(p => ({ kind: 'payment_missing_in_bill' as const, number: p.outTradeNo, books: p.amount, bill: null })),
    ...[...books.refunds.values()]
      .filter(r => r.ofDay && !refunds.has(r.outRefundNo) && !books.elsewhere.has(`refund:${r.outRefundNo}`))
      .map(r => ({ kind: 'refund_missing_in_bill' as const, number: r.outRefundNo, books: r.amount, bill: null })),
  ]
}

/** A second line of the same number is one more than our books have. */
const repeated = (lines: readonly TradeBillLine[]): Finding[] => {
  const seen = new Set<string>()
  return lines.flatMap(({ state, outTradeNo, outRefundNo, total, refund }) => {
    const isRefund = state === 'REFUND'
    const number = (isRefund && outRefundNo) || outTradeNo
    const key = `${isRefund}:${number}`
    const again = seen.has(key)
    seen.add(key)
    if (!again) return []
    const kind = isRefund ? ('refund_missing_in_books' as const) : ('payment_missing_in_books' as const)
    return [{ kind, number, books: null, bill: isRefund ? refund : total }]
  })
}

export const compareTrades = (lines: readonly TradeBillLine[], books: Books, merchant: Merchant): Finding[] => {
  const counted = lines.filter(counts)
  const named = counted.map(line =>
    line.state === 'REFUND' ? ofRefund(line, books) : ofPayment(line, books, merchant),
  )
  return [...named.filter(found => found !== null), ...repeated(counted), ...notInBill(counted, books)]
}
