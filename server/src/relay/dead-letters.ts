/** What the platform refused for good: read, mended at its cause, and sent again by an administrator. */
import type { DataSource } from 'typeorm'
import { type Problem, problem } from 'shared/kernel/errors'
import type { Tx } from '../db/transaction'
import { OutboxEvent } from './outbox-event.entity'

const listed = 200

/** The oldest first: later events of the same record wait behind it. */
export const readDeadLetters = (db: DataSource): Promise<OutboxEvent[]> =>
  db.manager.find(OutboxEvent, { where: { state: 'dead' }, order: { createdAt: 'ASC' }, take: listed })

/**
 * The event goes out again, in its place among its record's versions. It counts as tried, so the platform is asked
 * first what stands there.
 */
export const replay = async (tx: Tx, eventId: string, now: Date): Promise<undefined | Problem<'not_found'>> => {
  const replayed = await tx
    .createQueryBuilder()
    .update(OutboxEvent)
    .set({ state: 'waiting', attempts: 1, nextAttemptAt: now, leaseOwner: null, leaseUntil: null })
    .where({ eventId, state: 'dead' })
    .execute()
  return replayed.affected ? undefined : problem('not_found')
}
