/** What a feature that opens orders does when told of them. */
import type { Purpose } from 'shared/payments/model'
import type { Tx } from '../../db/transaction'

interface Told {
  purposeId: string
  at: Date
}

/** Each is called in the transaction that changes the order, once; it may run again after a deadlock. */
export interface PurposeOwner {
  /** `unwanted`: what was paid for is gone; the money goes back at once. */
  paid(tx: Tx, told: Told): Promise<'fulfilled' | 'unwanted'>
  /** Nobody can pay it any more. Not called for an order that was given up. */
  expired(tx: Tx, told: Told): Promise<void>
  /** All that was paid has arrived back. */
  refunded(tx: Tx, told: Told): Promise<void>
  /** After the commit of `paid` or `expired`: for telling phones. Its failure changes nothing. */
  committed?(told: Told): Promise<void>
}
export type PurposeOwners = Record<Purpose, PurposeOwner>
