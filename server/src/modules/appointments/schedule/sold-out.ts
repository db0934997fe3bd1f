/**
 * At the release hour most requests are for a slot that is full already: a look each quarter of a second answers them
 * all. A number that comes back through this process is known at once, one that comes back through another process a
 * quarter of a second later.
 */
import { DataSource } from 'typeorm'
import type { Db } from '../../../db/transaction'
import { type SlotView, findSlotView } from './slot-view'

interface Seen {
  until: number
  view: SlotView
}

const freshMs = 250
const atMost = 1000
const known = new WeakMap<DataSource, Map<string, Seen>>()

const seenThrough = (db: Db): Map<string, Seen> => {
  const source = db instanceof DataSource ? db : db.connection
  const seen = known.get(source) ?? new Map<string, Seen>()
  known.set(source, seen)
  return seen
}

export const isSoldOut = ({ remaining }: SlotView): boolean => Object.values(remaining).every(n => n === 0)

/** The slot as it is now, or as it was a moment ago when it was sold out then. */
export const findSlotToBook = async (db: DataSource, slotId: string): Promise<SlotView | undefined> => {
  const seen = seenThrough(db)
  const asked = performance.now()
  const earlier = seen.get(slotId)
  if (earlier && asked < earlier.until) return earlier.view
  const view = await findSlotView(db, slotId)
  if (view && isSoldOut(view)) {
    if (seen.size >= atMost) seen.clear()
    seen.set(slotId, { until: asked + freshMs, view })
  }
  return view
}

/** To be called by whatever gives a number back. */
export const forgetSoldOut = (db: Db, slotId: string): void => {
  seenThrough(db).delete(slotId)
}
