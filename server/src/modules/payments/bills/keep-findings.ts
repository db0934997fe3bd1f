/** What a comparison found, kept so that any number of comparisons leaves one row for one difference. */
import { v7 as uuid } from 'uuid'
import { insertRows } from '../../../db/insert-rows'
import type { Tx } from '../../../db/transaction'
import { BillDay } from './bill-day.entity'
import { BillDifference } from './bill-difference.entity'
import type { Finding } from './compare-trades'

const words = {
  settled: '微信通知没有收到，已按账单向微信核实后补记',
  agrees: '再次核对时已经一致',
}
/** What is open may agree once another day's bill is there. */
const openAgainMs = 6 * 3_600_000

export interface Compared {
  day: string
  open: Finding[]
  /** Settled just now. */
  mended: Finding[]
  /** totals.ts, read before the comparison. */
  books: string
  now: Date
}

const keyOf = ({ kind, number }: { kind: string; number: string }) => `${kind}:${number}`

const insert = (tx: Tx, day: string, found: Finding, how: Partial<BillDifference>, at: Date): Promise<void> =>
  insertRows(tx, 'bill_difference', [{ difference_id: uuid(), day, ...found, state: 'open', words: null, ...how, at }])

const keepOpen = async (tx: Tx, day: string, found: Finding, row: BillDifference | undefined, at: Date) => {
  if (!row) return insert(tx, day, found, {}, at)
  const { books, bill } = found
  const same = row.books === books && row.bill === bill
  // An explanation stands for what it explained.
  if (same && row.state !== 'mended') return
  const again = { books, bill, state: 'open' as const, words: null, note: null, accountId: null, at }
  await tx.update(BillDifference, { differenceId: row.differenceId }, again)
}

const keepMended = async (tx: Tx, day: string, found: Finding, row: BillDifference | undefined, at: Date) => {
  const how = { state: 'mended' as const, words: words.settled }
  if (!row) return insert(tx, day, found, how, at)
  if (row.state === 'open') await tx.update(BillDifference, { differenceId: row.differenceId }, { ...how, at })
}

/** The day's row, locked: of two comparisons at once one writes after the other. */
export const lockBillDay = async (tx: Tx, day: string): Promise<BillDay> => {
  await tx.query(`INSERT INTO bill_day (day, state) VALUES (?, 'waiting') ON DUPLICATE KEY UPDATE day = day`, [day])
  return tx.findOneOrFail(BillDay, { where: { day }, lock: { mode: 'pessimistic_write' } })
}

/** Green when nothing is open. */
export const judgeDay = async (tx: Tx, day: string): Promise<'green' | 'open'> =>
  (await tx.existsBy(BillDifference, { day, state: 'open' })) ? 'open' : 'green'

export const keepFindings = async (tx: Tx, { day, open, mended, books, now }: Compared): Promise<'green' | 'open'> => {
  await lockBillDay(tx, day)
  const rows = new Map((await tx.findBy(BillDifference, { day })).map(row => [keyOf(row), row]))
  const found = new Map(open.map(one => [keyOf(one), one]))
  for (const one of new Map(mended.map(m => [keyOf(m), m])).values())
    if (!found.has(keyOf(one))) await keepMended(tx, day, one, rows.get(keyOf(one)), now)
  for (const one of found.values()) await keepOpen(tx, day, one, rows.get(keyOf(one)), now)
  for (const row of rows.values())
    if (row.state === 'open' && !found.has(keyOf(row)) && !mended.some(m => keyOf(m) === keyOf(row))) {
      const agrees = { state: 'mended' as const, words: words.agrees, at: now }
      await tx.update(BillDifference, { differenceId: row.differenceId }, agrees)
    }
  const state = await judgeDay(tx, day)
  const nextLookAt = state === 'green' ? null : new Date(now.getTime() + openAgainMs)
  await tx.update(BillDay, { day }, { state, comparedAt: now, books, nextLookAt })
  return state
}
