import type { Pool } from 'shared/appointments/model'
import type { Tx } from '../../../db/transaction'
import { type Offerable, claimFirst, holdFor } from '../waitlist/offer-number'
import { giveBackNumber } from './slot-counters'

/**
 * Gives a booking's number back, straight to the wait-list when somebody waits: the slot's row stays locked between the
 * two statements, so nobody can slip in. Call it last, and only after the booking's own conditional UPDATE succeeded.
 */
export const returnNumber = async (
  tx: Tx,
  booking: Offerable & { pool: Pool },
  now: Date,
  zone: string,
): Promise<void> => {
  const claimed = await claimFirst(tx, booking, now, zone)
  await giveBackNumber(tx, booking.slotId, booking.pool)
  if (claimed) await holdFor(tx, claimed, booking.slotId)
}
