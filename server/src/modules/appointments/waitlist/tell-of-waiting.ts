import { enqueue } from '../../../relay/outbox'
import type { Tx } from '../../../db/transaction'

/**
 * What the county platform hears of a place on the wait-list: that somebody waits, and that it ended, however it did; a
 * number that was accepted is told as its own booking. Ends happen once, by a conditional UPDATE.
 */
export const tellOfWaiting = (tx: Tx, entryId: string, what: 'waits' | 'ended', at: Date): Promise<void> =>
  enqueue(tx, {
    kind: 'waitlist',
    id: entryId,
    version: what === 'waits' ? 1 : 2,
    data: { status: what === 'waits' ? 'waitlist' : 'cancelled' },
    at,
  })
