/**
 * Keeps sessions and slots as the county platform tells them: in any order, any number of times. An older message never
 * undoes a newer one; a changed capacity never oversells; a stopped session or slot cancels its bookings.
 */
import type { Context } from '../../../context'
import { transaction } from '../../../db/transaction'
import { applySessions } from './apply-sessions'
import { applySlots } from './apply-slots'
import type { ScheduleChanges } from './incoming'

const perTransaction = 200
const chunks = <T>(list: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(list.length / perTransaction) }, (_, n) =>
    list.slice(n * perTransaction, (n + 1) * perTransaction),
  )
/** Of several messages about one thing the newest. */
const newest = <T extends { updatedAt: Date }>(list: readonly T[], idOf: (item: T) => string): T[] => [
  ...new Map([...list].sort((a, b) => a.updatedAt.getTime() - b.updatedAt.getTime()).map(i => [idOf(i), i])).values(),
]

/** @returns how many sessions and slots were new or changed. */
export const applySchedules = async (
  context: Context,
  { sessions = [], slots = [] }: ScheduleChanges,
): Promise<number> => {
  let changed = 0
  for (const some of chunks(newest(sessions, s => s.sessionId)))
    changed += await transaction(context.db, tx => applySessions(context, tx, some))
  for (const some of chunks(newest(slots, s => s.slotId)))
    changed += await transaction(context.db, tx => applySlots(context, tx, some))
  return changed
}
