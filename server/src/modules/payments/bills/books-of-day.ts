/** Our books as a day's bills must find them. */
import { Between, type EntityTarget, type FindOptionsWhere, In, type ObjectLiteral } from 'typeorm'
import type { DataSource } from 'typeorm'
import { LedgerEntry } from '../ledger-entry.entity'
import { wechatAccount } from '../ledger'
import { PaymentRefund } from '../payment-refund.entity'
import { PaymentTrade } from '../payment-trade.entity'
import { readRefundNumber } from '../refund-number'
import { instantsOf } from './bill-days'
import { BillElsewhere } from './bill-elsewhere.entity'

export interface BookedPayment {
  outTradeNo: string
  paid: boolean
  transactionId: string | null
  /** Fen as the ledger has it; null while it has none. */
  amount: number | null
  /** Paid that day. */
  ofDay: boolean
}
export interface BookedRefund {
  refundId: string
  outRefundNo: string
  tries: number
  state: PaymentRefund['state']
  amount: number
  /** Arrived that day. */
  ofDay: boolean
}
export interface Books {
  /** By out_trade_no: those of the day, and those that the bills name. */
  payments: Map<string, BookedPayment>
  /** By refund id. */
  refunds: Map<string, BookedRefund>
  /** Numbers that another day's bill has: `refund:<no>`, `flow:<no>`. */
  elsewhere: Set<string>
}

const perQuery = 500

const inParts = async <T>(all: readonly string[], ask: (part: string[]) => Promise<T[]>): Promise<T[]> => {
  const found: T[] = []
  for (let n = 0; n < all.length; n += perQuery) found.push(...(await ask(all.slice(n, n + perQuery))))
  return found
}

/** Those of the day and those that are named, each once. */
const ofDayAndNamed = async <T extends ObjectLiteral>(
  { manager }: DataSource,
  entity: EntityTarget<T>,
  ofDay: FindOptionsWhere<T>,
  key: keyof T & string,
  named: readonly string[],
): Promise<{ row: T; ofDay: boolean }[]> => {
  const today = await manager.findBy(entity, ofDay)
  const known = new Set(today.map(row => row[key] as string))
  const others = await inParts(
    [...new Set(named)].filter(one => !known.has(one)),
    part => manager.findBy(entity, { [key]: In(part) } as FindOptionsWhere<T>),
  )
  return [...today.map(row => ({ row, ofDay: true })), ...others.map(row => ({ row, ofDay: false }))]
}

const ledgerOf = async ({ manager }: DataSource, movements: string[]): Promise<Map<string, number>> => {
  const entries = await inParts(movements, part =>
    manager.findBy(LedgerEntry, { movement: In(part), account: wechatAccount }),
  )
  return new Map(entries.map(entry => [entry.movement, entry.amount]))
}

const elsewhereOf = async ({ manager }: DataSource, day: string, numbers: string[]): Promise<Set<string>> => {
  const lines = await inParts(numbers, part => manager.findBy(BillElsewhere, { number: In(part) }))
  return new Set(lines.filter(line => line.day !== day).map(({ what, number }) => `${what}:${number}`))
}

/** @param named out_trade_no and out_refund_no that the bills name */
export const readBooks = async (
  db: DataSource,
  day: string,
  named: { payments: string[]; refunds: string[] },
): Promise<Books> => {
  const { from, to } = instantsOf(day)
  // Milliseconds are the smallest unit that the columns keep.
  const during = Between(from, new Date(to.getTime() - 1))
  const refundIds = named.refunds.flatMap(number => readRefundNumber(number)?.refundId ?? [])
  const [trades, refunds] = await Promise.all([
    ofDayAndNamed(db, PaymentTrade, { state: 'paid', paidAt: during }, 'outTradeNo', named.payments),
    ofDayAndNamed(db, PaymentRefund, { state: 'success', settledAt: during }, 'refundId', refundIds),
  ])
  const paid = await ledgerOf(
    db,
    trades.map(({ row }) => `payment:${row.outTradeNo}`),
  )
  const arrived = await ledgerOf(
    db,
    refunds.map(({ row }) => `refunded:${row.refundId}`),
  )
  const payments = trades.map(({ row: { outTradeNo, state, transactionId }, ofDay }): BookedPayment => {
    const amount = paid.get(`payment:${outTradeNo}`) ?? null
    return { outTradeNo, paid: state === 'paid', transactionId, amount, ofDay }
  })
  const given = refunds.map(({ row, ofDay }): BookedRefund => {
    const { refundId, outRefundNo, tries, state } = row
    // Money that left is a credit; what has not arrived is not in this account yet.
    const amount = Math.abs(arrived.get(`refunded:${refundId}`) ?? row.amount)
    return { refundId, outRefundNo, tries, state, amount, ofDay }
  })
  const numbers = [
    ...payments.filter(p => p.ofDay).map(p => p.outTradeNo),
    ...given.map(r => r.outRefundNo),
    ...named.refunds,
  ]
  return {
    payments: new Map(payments.map(p => [p.outTradeNo, p])),
    refunds: new Map(given.map(r => [r.refundId, r])),
    elsewhere: await elsewhereOf(db, day, [...new Set(numbers)]),
  }
}
