/** Writes down what became of the claimed events. An event whose lease another worker took over is left to that one. */
import { type DataSource, In } from 'typeorm'
import { type Tx, transaction } from '../db/transaction'
import { backoffMs } from './backoff'
import type { Outcome } from './delivery'
import { OutboxEvent } from './outbox-event.entity'

export interface Settled {
  event: OutboxEvent
  outcome: Outcome
}

const free = { leaseOwner: null, leaseUntil: null }

const settleDelivered = async (tx: Tx, owner: string, delivered: Settled[], now: Date): Promise<void> => {
  if (!delivered.length) return
  await tx
    .createQueryBuilder()
    .update(OutboxEvent)
    // The lease stays as it is: nobody asks for it any more, and its index is spared a change.
    .set({ state: 'delivered', deliveredAt: now, reason: null, attempts: () => 'attempts + 1' })
    .where({ eventId: In(delivered.map(({ event }) => event.eventId)), leaseOwner: owner })
    .execute()
  const known = delivered.flatMap(({ event, outcome }) =>
    outcome.state === 'delivered' && outcome.platformId
      ? [[event.businessKey, outcome.platformId, outcome.etag, event.version]]
      : [],
  )
  if (known.length)
    await tx.query(
      `INSERT INTO relay_record (business_key, platform_id, etag, version) VALUES ${known.map(() => '(?, ?, ?, ?)').join(', ')}
       ON DUPLICATE KEY UPDATE platform_id = IF(VALUES(version) >= version, VALUES(platform_id), platform_id),
         etag = IF(VALUES(version) >= version, VALUES(etag), etag), version = GREATEST(version, VALUES(version))`,
      known.flat(),
    )
}

type Changes = Partial<Pick<OutboxEvent, 'attempts' | 'reason' | 'state' | 'nextAttemptAt' | keyof typeof free>>

const after = ({ event, outcome }: Settled, now: Date, maxAttempts: number): Changes => {
  if (outcome.state === 'delivered') return {}
  const attempts = event.attempts + 1
  const reason = outcome.why.slice(0, 500)
  if (outcome.state === 'refused' || (outcome.own && attempts >= maxAttempts))
    return { ...free, attempts, reason, state: 'dead' }
  const wait = backoffMs(attempts, outcome.own, outcome.retryAfterMs)
  return { ...free, attempts, reason, nextAttemptAt: new Date(now.getTime() + wait) }
}

/** @param maxAttempts after so many failures of its own an event is a dead letter; an outage never makes one. */
export const settle = (
  db: DataSource,
  owner: string,
  settled: Settled[],
  now: Date,
  maxAttempts: number,
): Promise<void> =>
  transaction(db, async tx => {
    const delivered = settled.filter(s => s.outcome.state === 'delivered')
    await settleDelivered(tx, owner, delivered, now)
    for (const other of settled.filter(s => s.outcome.state !== 'delivered'))
      await tx.update(OutboxEvent, { eventId: other.event.eventId, leaseOwner: owner }, after(other, now, maxAttempts))
  })
