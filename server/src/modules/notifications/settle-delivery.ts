/** How a delivery ends, and what follows from it. */
import type { Tx } from '../../db/transaction'
import { MessageDelivery } from './message-delivery.entity'

export interface Ending {
  state: 'sent' | 'failed' | 'unknown' | 'skipped'
  reason: string | null
}

/** An urgent message that one channel could not bring for sure does not wait for the next one's time. */
const bringForward = async (tx: Tx, { messageId }: MessageDelivery, now: Date): Promise<void> => {
  await tx
    .createQueryBuilder()
    .update(MessageDelivery)
    .set({ dueAt: now })
    .where(`message_id = :messageId AND state = 'waiting' AND due_at > :now`, { messageId, now })
    .execute()
}

/**
 * @param from the state it must still be in: after a lost lease another process has ended it
 * @returns whether it was ended here
 */
export const endDelivery = async (
  tx: Tx,
  delivery: MessageDelivery,
  from: 'waiting' | 'sending',
  { state, reason }: Ending,
  { urgent, now }: { urgent: boolean; now: Date },
): Promise<boolean> => {
  const ended = await tx.update(
    MessageDelivery,
    { deliveryId: delivery.deliveryId, state: from },
    { state, reason, endedAt: now, sendingUntil: null },
  )
  if (ended.affected !== 1) return false
  if (urgent && state !== 'sent' && reason !== 'read' && reason !== 'useless') await bringForward(tx, delivery, now)
  return true
}

/** Back to the queue: it was surely not sent. */
export const putOff = async (tx: Tx, delivery: MessageDelivery, from: 'waiting' | 'sending', dueAt: Date) => {
  await tx.update(
    MessageDelivery,
    { deliveryId: delivery.deliveryId, state: from },
    { state: 'waiting', dueAt, sendingUntil: null },
  )
}
