/**
 * The fund-flow bill against our books: what came to the merchant's account is what was paid, what left it is what was
 * given back. WeChat's fees, and what the merchant does with the account (提现, 充值), are no differences.
 */
import type { FundFlowLine, TradeBillLine } from '../../../wechat/pay'
import type { Books } from './books-of-day'
import { type Finding, refundOfLine } from './compare-trades'

const ownBusiness = /手续费|提现|充值|结算/
/** 退款关闭退回: a refund that could not be paid out comes back. */
const directions: Record<string, FundFlowLine['direction']> = { 交易: 'in', 退款: 'out', 退款关闭退回: 'in' }

/** By our number: what the lines of this name add up to. */
const amountsOf = (lines: readonly FundFlowLine[], name: string): Map<string, number> => {
  const amounts = new Map<string, number>()
  for (const line of lines.filter(l => l.name === name)) {
    const number = line.voucherNo ?? line.businessNo
    const amount = line.direction === directions[name] ? line.amount : -line.amount
    amounts.set(number, (amounts.get(number) ?? 0) + amount)
  }
  return amounts
}

const differs = (number: string, books: number | null, bill: number | null): Finding[] =>
  books === bill ? [] : [{ kind: 'fund_flow_differs', number, books, bill }]

const ofPayments = (flow: readonly FundFlowLine[], trade: readonly TradeBillLine[], books: Books): Finding[] => {
  const came = amountsOf(flow, '交易')
  const due = [...books.payments.values()].filter(p => p.ofDay && !books.elsewhere.has(`flow:${p.outTradeNo}`))
  return [...new Set([...came.keys(), ...due.map(p => p.outTradeNo)])].flatMap(number => {
    const booked = books.payments.get(number)
    const line = trade.find(l => l.state === 'SUCCESS' && l.outTradeNo === number)
    // Coupons that the merchant bears do not come.
    const coupon = line ? line.total - line.settled : 0
    const expected = booked?.paid && booked.amount !== null ? booked.amount - coupon : null
    return differs(number, expected, came.get(number) ?? null)
  })
}

const ofRefunds = (flow: readonly FundFlowLine[], trade: readonly TradeBillLine[], books: Books): Finding[] => {
  const left = amountsOf(flow, '退款')
  const lines = new Map(trade.filter(l => l.state === 'REFUND' && l.outRefundNo).map(l => [l.outRefundNo!, l]))
  const due = [...lines.keys()].filter(no => refundOfLine(books, no) && !books.elsewhere.has(`flow:${no}`))
  return [...new Set([...left.keys(), ...due])].flatMap(number => {
    const booked = refundOfLine(books, number)
    const line = lines.get(number)
    const bill = left.get(number) ?? null
    if (!booked) return differs(number, null, bill)
    // The fee comes back with the refund, so less leaves; how much, only the trade bill tells.
    if (!line) return bill !== null && bill <= booked.amount && bill > 0 ? [] : differs(number, booked.amount, bill)
    return differs(number, booked.amount - (line.refund - line.refundSettled) + line.fee, bill)
  })
}

const ofReturns = (flow: readonly FundFlowLine[], books: Books): Finding[] =>
  [...amountsOf(flow, '退款关闭退回')].flatMap(([number, bill]) => {
    const booked = refundOfLine(books, number)
    return booked && bill > 0 && bill <= booked.amount ? [] : differs(number, null, bill)
  })

const ofOthers = (flow: readonly FundFlowLine[]): Finding[] =>
  flow
    .filter(({ name }) => !(name in directions) && !ownBusiness.test(name))
    .flatMap(({ flowNo, amount }) => differs(flowNo, null, amount))

export const compareFundFlow = (
  flow: readonly FundFlowLine[],
  trade: readonly TradeBillLine[],
  books: Books,
): Finding[] => [
  ...ofPayments(flow, trade, books),
  ...ofRefunds(flow, trade, books),
  ...ofReturns(flow, books),
  ...ofOthers(flow),
]
