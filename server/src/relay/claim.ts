/**
 * Which events this worker sends next: claimed by a lease UPDATE, which works on every MySQL alike (on TiDB SKIP LOCKED
 * locks nothing). Of one business key only the oldest version that is not delivered can be claimed, so one is in flight
 * at a time and none overtakes; behind a dead letter the later ones wait for its replay.
 */
import { v7 as uuid } from 'uuid'
import { type DataSource, In } from 'typeorm'
import { OutboxEvent } from './outbox-event.entity'

export interface Claim {
  owner: string
  events: OutboxEvent[]
}

const candidates = async (db: DataSource, now: Date, limit: number, access: boolean): Promise<string[]> => {
  const rows: { event_id: string }[] = await db.query(
    `SELECT e.event_id FROM outbox_event e
     WHERE e.state = 'waiting' AND e.next_attempt_at <= ? AND e.kind ${access ? '=' : '<>'} 'access'
       AND (e.lease_until IS NULL OR e.lease_until <= ?)
       AND NOT EXISTS (SELECT 1 FROM outbox_event p
         WHERE p.business_key = e.business_key AND p.version < e.version AND p.state <> 'delivered')
     ORDER BY e.next_attempt_at LIMIT ?`,
    [now, now, limit],
  )
  return rows.map(row => row.event_id)
}

/** Free events that are due, at most `limit`: who saw what (`access`) only when nothing else waits. */
export const claim = async (db: DataSource, now: Date, limit: number, leaseMs: number): Promise<Claim> => {
  const owner = uuid()
  const urgent = await candidates(db, now, limit, false)
  const ids = urgent.length ? urgent : await candidates(db, now, limit, true)
  if (!ids.length) return { owner, events: [] }
  const taken = await db
    .createQueryBuilder()
    .update(OutboxEvent)
    .set({ leaseOwner: owner, leaseUntil: new Date(now.getTime() + leaseMs) })
    .where({ eventId: In(ids), state: 'waiting' })
    .andWhere('(lease_until IS NULL OR lease_until <= :now)', { now })
    .execute()
  return { owner, events: taken.affected ? await db.manager.findBy(OutboxEvent, { leaseOwner: owner }) : [] }
}

/** Before a follow-up request: @returns false when the lease ran out and another worker may have taken them. */
export const renewLease = async (db: DataSource, owner: string, until: Date, count: number): Promise<boolean> => {
  const renewed = await db
    .createQueryBuilder()
    .update(OutboxEvent)
    .set({ leaseUntil: until })
    .where({ leaseOwner: owner, state: 'waiting' })
    .execute()
  return renewed.affected === count
}
