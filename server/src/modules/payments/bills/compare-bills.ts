import type { FundFlowLine, TradeBillLine } from '../../../wechat/pay'
import type { Books } from './books-of-day'
import { compareFundFlow } from './compare-fund-flow'
import { type Finding, type Merchant, compareTrades } from './compare-trades'

/** Both lack the same side: a payment that we do not know is in both bills, and is one thing to explain. */
const sameFact = (a: Finding, b: Finding): boolean =>
  (a.books === null && b.books === null) || (a.bill === null && b.bill === null)

export const compareBills = (
  { trade, flow }: { trade: readonly TradeBillLine[]; flow: readonly FundFlowLine[] },
  books: Books,
  merchant: Merchant,
): Finding[] => {
  const found = compareTrades(trade, books, merchant)
  const byNumber = new Map(found.map(one => [one.number, one]))
  const ofFlow = compareFundFlow(flow, trade, books).filter(one => {
    const told = byNumber.get(one.number)
    return !told || !sameFact(told, one)
  })
  return [...found, ...ofFlow]
}
