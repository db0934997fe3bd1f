/** Repair: the newest version of a record goes out again. */
import type { Tx } from '../db/transaction'
import { enqueue } from './outbox'
import { OutboxEvent } from './outbox-event.entity'
import { RelayRecord } from './relay-record.entity'

interface Lost {
  businessKey: string
  id: string
  version: number
  data: Record<string, unknown>
}

/**
 * The event that was delivered waits again, or is written anew where it is missing. What we believed about the
 * platform's copy is forgotten, so the platform is asked first. @returns whether there was something to send.
 */
export const resend = async (
  tx: Tx,
  kind: string,
  { businessKey, id, version, data }: Lost,
  at: Date,
): Promise<boolean> => {
  await tx.delete(RelayRecord, { businessKey })
  const again = await tx
    .createQueryBuilder()
    .update(OutboxEvent)
    .set({ state: 'waiting', attempts: 1, nextAttemptAt: at, deliveredAt: null, leaseOwner: null, leaseUntil: null })
    .where({ businessKey, version, state: 'delivered' })
    .execute()
  if (again.affected) return true
  if (await tx.existsBy(OutboxEvent, { businessKey, version })) return false
  await enqueue(tx, { kind, id, version, data, at })
  return true
}
