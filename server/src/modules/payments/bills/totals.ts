/** What was paid and what arrived back, by day and institution, as our books have it. */
import { type Db, managerOf } from '../../../db/transaction'

export interface Money {
  count: number
  /** Fen. */
  amount: number
}
export interface Totals {
  payments: Money
  refunds: Money
}

interface Row {
  day: string
  institution: string
  n: unknown
  amount: unknown
}
/** Beijing has one offset all year (bill-days.ts). */
const beijingDay = (column: string) => `DATE_FORMAT(DATE_ADD(${column}, INTERVAL 8 HOUR), '%Y-%m-%d')`

const sums = (db: Db, table: string, at: string, state: string, from: Date, to: Date): Promise<Row[]> =>
  managerOf(db).query(
    `SELECT ${beijingDay(`x.${at}`)} AS day, o.institution_id AS institution, COUNT(*) AS n, SUM(x.amount) AS amount
     FROM ${table} x JOIN payment_order o ON o.order_id = x.order_id
     WHERE x.state = ? AND x.${at} >= ? AND x.${at} < ? GROUP BY 1, 2`,
    [state, from, to],
  )

export const nothing = (): Totals => ({ payments: { count: 0, amount: 0 }, refunds: { count: 0, amount: 0 } })

/** Also what was paid late or twice, which nobody earned: it was paid all the same. @returns day → institution → totals */
export const totalsBetween = async (db: Db, from: Date, to: Date): Promise<Map<string, Map<string, Totals>>> => {
  const all = new Map<string, Map<string, Totals>>()
  const add = (rows: Row[], what: keyof Totals) => {
    for (const { day, institution, n, amount } of rows) {
      const ofDay = all.get(day) ?? new Map<string, Totals>()
      const totals = ofDay.get(institution) ?? nothing()
      totals[what] = { count: Number(n), amount: Number(amount) }
      all.set(day, ofDay.set(institution, totals))
    }
  }
  add(await sums(db, 'payment_trade', 'paid_at', 'paid', from, to), 'payments')
  add(await sums(db, 'payment_refund', 'settled_at', 'success', from, to), 'refunds')
  return all
}

const plus = (a: Money, b: Money): Money => ({ count: a.count + b.count, amount: a.amount + b.amount })

export const sumOf = (parts: Iterable<Totals> = []): Totals =>
  [...parts].reduce(
    (all, one) => ({ payments: plus(all.payments, one.payments), refunds: plus(all.refunds, one.refunds) }),
    nothing(),
  )

/** What a day's books came to, to see whether they changed. */
export const markOf = ({ payments, refunds }: Totals): string =>
  `${payments.count}:${payments.amount}:${refunds.count}:${refunds.amount}`
