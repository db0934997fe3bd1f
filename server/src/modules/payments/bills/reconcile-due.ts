/** Which days the job compares: every one since the first order that is not green, at most 31 days back. */
import type { DataSource } from 'typeorm'
import { In } from 'typeorm'
import { addDays } from '../../../clock'
import type { Context } from '../../../context'
import { PaymentOrder } from '../payment-order.entity'
import type { PurposeOwners } from '../purpose-owner'
import { BillDay } from './bill-day.entity'
import { billDayOf, billsReadyAt, instantsOf, keptDays } from './bill-days'
import { reconcileDay } from './reconcile-day'
import { markOf, sumOf, totalsBetween } from './totals'

/** The day of the first order of all; null before it. */
export const firstDay = async ({ manager }: DataSource): Promise<string | null> => {
  // Ids are in order of time: the key answers at once.
  const [first] = await manager.find(PaymentOrder, { order: { orderId: 'ASC' }, take: 1 })
  return first ? billDayOf(first.createdAt) : null
}

/** Both included, oldest first. */
export const daysBetween = (from: string, to: string): string[] => {
  const days: string[] = []
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day)
  return days
}

const dueDays = async ({ db, clock, config }: Context): Promise<string[]> => {
  const now = clock.now()
  const first = await firstDay(db)
  if (!first) return []
  const earliest = addDays(billDayOf(now), -keptDays)
  const days = daysBetween(first > earliest ? first : earliest, addDays(billDayOf(now), -1))
  const ready = days.filter(day => billsReadyAt(day, config) <= now)
  if (!ready.length) return []
  const rows = new Map((await db.manager.findBy(BillDay, { day: In(ready) })).map(row => [row.day, row]))
  const totals = await totalsBetween(db, instantsOf(ready[0]!).from, instantsOf(ready.at(-1)!).to)
  return ready.filter(day => {
    const row = rows.get(day)
    if (!row) return true
    if (row.nextLookAt && row.nextLookAt <= now) return true
    return row.comparedAt !== null && row.books !== markOf(sumOf(totals.get(day)?.values()))
  })
}

export const reconcileDue = async (context: Context, owners: PurposeOwners, stopping?: AbortSignal): Promise<void> => {
  if (!context.pay) return
  const failed: unknown[] = []
  for (const day of await dueDays(context)) {
    if (stopping?.aborted) return
    // A day that cannot be compared must not hide what is wrong with the later ones.
    await reconcileDay(context, owners, day).catch(error => failed.push(error))
  }
  if (failed.length) throw failed[0]
}
