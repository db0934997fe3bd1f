/** After NOTIFY_KEEP_DAYS messages go, with all that belongs to them. */
import { In, LessThan } from 'typeorm'
import type { Context } from '../../context'
import { transaction } from '../../db/transaction'
import { InboxMessage } from './message.entity'
import { MessageDelivery } from './message-delivery.entity'
import { MessageEvent } from './message-event.entity'

const batch = 500

export const forgetOld = async ({ db, clock, config }: Context, stopping?: AbortSignal): Promise<void> => {
  const before = new Date(clock.now().getTime() - config.NOTIFY_KEEP_DAYS * 86_400_000)
  while (!stopping?.aborted) {
    const old = await db.manager.find(MessageEvent, { where: { at: LessThan(before) }, take: batch })
    if (!old.length) return
    const events = { eventId: In(old.map(e => e.eventId)) }
    await transaction(db, async tx => {
      const messages = await tx.find(InboxMessage, { where: events, select: { messageId: true } })
      if (messages.length) await tx.delete(MessageDelivery, { messageId: In(messages.map(m => m.messageId)) })
      await tx.delete(InboxMessage, events)
      await tx.delete(MessageEvent, events)
    })
  }
}
