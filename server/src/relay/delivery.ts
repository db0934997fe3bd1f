/** What the worker hands to the connector, and what comes back. */
import type { OutboxEvent } from './outbox-event.entity'
import type { Relayed } from './mapping'
import type { RelayRecord } from './relay-record.entity'

export interface Delivery {
  event: OutboxEvent
  /** Carries our identifier and the version already. */
  resource: Relayed
  identifier: { system: string; value: string }
  /** Where an earlier version went, if one did. */
  record: RelayRecord | null
}

export type Outcome =
  | { state: 'delivered'; platformId: string | null; etag: string | null }
  /** The platform will never take it as it is. `why`: its own words. */
  | { state: 'refused'; why: string }
  /** To be tried again. `own`: the platform answered, and refused this event alone. */
  | { state: 'failed'; why: string; own: boolean; retryAfterMs: number }

export const failed = (why: string, { own = false, retryAfterMs = 0 } = {}): Outcome => ({
  state: 'failed',
  why,
  own,
  retryAfterMs,
})
