import type { Tx } from '../../../db/transaction'
import { claimFirst, holdFor } from './offer-number'
import { releaseHeldNumber } from '../schedule/slot-counters'
import { tellOfWaiting } from './tell-of-waiting'
import { WaitlistEntry } from '../waitlist-entry.entity'

/**
 * Ends a waiting or offered entry; a number kept for it passes on to the next who waits, or is free again.
 * @returns false when the entry was changed meanwhile; nothing was written then.
 */
export const endEntry = async (
  tx: Tx,
  entry: WaitlistEntry,
  state: 'declined' | 'expired' | 'cancelled',
  now: Date,
  zone: string,
): Promise<boolean> => {
  const { affected } = await tx.update(
    WaitlistEntry,
    { entryId: entry.entryId, state: entry.state },
    { state, liveKey: null, changedAt: now },
  )
  if (affected !== 1) return false
  await tellOfWaiting(tx, entry.entryId, 'ended', now)
  if (entry.state !== 'offered') return true
  const slotId = entry.offeredSlotId!
  const next = await claimFirst(tx, { ...entry, slotId }, now, zone)
  await releaseHeldNumber(tx, slotId)
  if (next) await holdFor(tx, next, slotId)
  return true
}
