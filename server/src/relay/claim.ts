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

const candidates = (db: DataSource, now: Date, limit: number, access: boolean): Promise<OutboxEvent[]> =>
  db.manager
    .createQueryBuilder(OutboxEvent, 'e')
    .where(`e.state = 'waiting' AND e.next_attempt_at <= :now AND e.kind ${access ? '=' : '<>'} 'access'`, { now })
    .andWhere('(e.lease_until IS NULL OR e.lease_until <= :now)')
    .andWhere(
      `NOT EXISTS (SELECT 1 FROM outbox_event p
        WHERE p.business_key = e.business_key AND p.version < e.version AND p.state <> 'delivered')`,
    )
    .orderBy('e.next_attempt_at')
    .limit(limit)
    .getMany()

const idsOf = (events: OutboxEvent[]) => ({ eventId: In(events.map(e => e.eventId)) })

/** Free events that are due, at most `limit`: who saw what (`access`) only when nothing else waits. */
export const claim = async (db: DataSource, now: Date, limit: number, leaseMs: number): Promise<Claim> => {
  const owner = uuid()
  const urgent = await candidates(db, now, limit, false)
  const events = urgent.length ? urgent : await candidates(db, now, limit, true)
  if (!events.length) return { owner, events }
  const taken = await db
    .createQueryBuilder()
    .update(OutboxEvent)
    .set({ leaseOwner: owner, leaseUntil: new Date(now.getTime() + leaseMs) })
    .where({ ...idsOf(events), state: 'waiting' })
    .andWhere('(lease_until IS NULL OR lease_until <= :now)', { now })
    .execute()
  if (taken.affected === events.length) return { owner, events }
  // Another worker was faster with some of them.
  return { owner, events: await db.manager.findBy(OutboxEvent, { ...idsOf(events), leaseOwner: owner }) }
}

const held = ({ owner, events }: Claim) => ({ ...idsOf(events), leaseOwner: owner, state: 'waiting' as const })

/** Before a follow-up request: @returns false when the lease ran out and another worker may have taken them. */
export const renewLease = async (db: DataSource, claimed: Claim, until: Date): Promise<boolean> => {
  const renewed = await db.manager.update(OutboxEvent, held(claimed), { leaseUntil: until })
  return renewed.affected === claimed.events.length
}

/** Gives back what was claimed and not tried. */
export const releaseLease = async (db: DataSource, claimed: Claim): Promise<void> => {
  await db.manager.update(OutboxEvent, held(claimed), { leaseOwner: null, leaseUntil: null })
}
