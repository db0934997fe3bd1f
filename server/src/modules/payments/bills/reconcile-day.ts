/** 对账 of one day: the bills are fetched, what is safe is mended, the rest is listed. Any number of times. */
import type { DayState } from 'shared/payments/admin-contract'
import type { Context } from '../../../context'
import { insertRows } from '../../../db/insert-rows'
import { type Tx, transaction } from '../../../db/transaction'
import type { FundFlowLine, TradeBillLine } from '../../../wechat/pay'
import { raiseAlarm } from '../alarms'
import { isRefusal } from '../heard'
import type { PurposeOwners } from '../purpose-owner'
import { billsMissingAt, billsReadyAt, instantsOf } from './bill-days'
import { BillDay } from './bill-day.entity'
import { BillElsewhere } from './bill-elsewhere.entity'
import { type Books, readBooks } from './books-of-day'
import { compareBills } from './compare-bills'
import { type Finding, refundOfLine } from './compare-trades'
import { type Bills, aboutBill, fetchBills } from './fetch-bills'
import { keepFindings, lockBillDay } from './keep-findings'
import { mendFromBill } from './mend'
import { markOf, sumOf, totalsBetween } from './totals'

/** `unavailable`: WeChat could not be asked, or did not say it in a way that can be believed. */
export type DayOutcome = DayState | 'unavailable'

const minuteMs = 60_000
const askAgainMs = { waiting: 10 * minuteMs, missing: 60 * minuteMs }

/** Not there: that is an alarm once it should be. What was compared before stays, unless our books need a bill. */
const keepMissing = async (context: Context, day: string, only: 'not_compared' | 'always'): Promise<DayState> => {
  const { db, clock, config } = context
  const now = clock.now()
  const state = now >= billsMissingAt(day, config) ? 'missing' : 'waiting'
  const kept = await transaction(db, async tx => {
    const before = await lockBillDay(tx, day)
    const stays = before.comparedAt !== null && only === 'not_compared'
    const next = { state: stays ? before.state : state, nextLookAt: new Date(now.getTime() + askAgainMs[state]) }
    await tx.update(BillDay, { day }, next)
    return next.state
  })
  if (kept === 'missing') await raiseAlarm(context, 'bill_missing', aboutBill(day))
  return kept
}

/** A day on which nothing happened has no bill at all. */
const lacks = ({ trade, flow }: Bills, books: Books): boolean => {
  const paid = [...books.payments.values()].some(p => p.ofDay)
  const refunded = [...books.refunds.values()].some(r => r.ofDay && !books.elsewhere.has(`refund:${r.outRefundNo}`))
  return trade === null ? paid || refunded : flow === null && trade.length > 0
}

const numbersIn = ({ trade, flow }: Bills) => {
  const vouchers = (flow ?? []).map(line => line.voucherNo ?? line.businessNo)
  return {
    payments: [...(trade ?? []).map(line => line.outTradeNo), ...vouchers],
    refunds: [...(trade ?? []).flatMap(line => line.outRefundNo ?? []), ...vouchers],
  }
}

/** Lines that our books have on another day: that day's comparison must not miss them. */
const keepElsewhere = async (
  tx: Tx,
  day: string,
  trade: readonly TradeBillLine[],
  flow: readonly FundFlowLine[],
  books: Books,
) => {
  await tx.delete(BillElsewhere, { day })
  const refundNos = new Set(trade.flatMap(line => line.outRefundNo ?? []))
  const refunds = [...refundNos].filter(no => refundOfLine(books, no)?.ofDay === false)
  const vouchers = (name: string) => flow.filter(line => line.name === name).flatMap(line => line.voucherNo ?? [])
  const flows = [
    ...vouchers('交易').filter(no => books.payments.get(no)?.ofDay === false),
    ...vouchers('退款').filter(no => !refundNos.has(no)),
  ]
  const rows = (what: string, numbers: string[]) => [...new Set(numbers)].map(number => ({ what, number, day }))
  await insertRows(tx, 'bill_elsewhere', [...rows('refund', refunds), ...rows('flow', flows)])
}

const markOfBooks = async ({ db }: Context, day: string): Promise<string> => {
  const { from, to } = instantsOf(day)
  return markOf(sumOf((await totalsBetween(db, from, to)).get(day)?.values()))
}

/** @param day at least yesterday's; see billsReadyAt */
export const reconcileDay = async (context: Context, owners: PurposeOwners, day: string): Promise<DayOutcome> => {
  const { db, pay, clock, config } = context
  if (!pay) return 'unavailable'
  if (clock.now() < billsReadyAt(day, config)) return 'waiting'
  const bills = await fetchBills(context, pay, day)
  if (isRefusal(bills)) {
    await keepMissing(context, day, 'not_compared')
    return 'unavailable'
  }
  const trade = bills.trade ?? []
  const flow = bills.flow ?? []
  const mended: Finding[] = await mendFromBill(context, owners, pay, trade)
  // Before the books are read: what changes meanwhile is compared again.
  const mark = await markOfBooks(context, day)
  const books = await readBooks(db, day, numbersIn(bills))
  if (lacks(bills, books)) return keepMissing(context, day, 'always')
  const open = compareBills({ trade, flow }, books, pay)
  const now = clock.now()
  const state = await transaction(db, async tx => {
    const judged = await keepFindings(tx, { day, open, mended, books: mark, now })
    await keepElsewhere(tx, day, trade, flow, books)
    return judged
  })
  if (state === 'open') await raiseAlarm(context, 'bill_differs', aboutBill(day))
  return state
}
