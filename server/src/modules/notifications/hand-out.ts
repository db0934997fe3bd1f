/** Turns each event into inbox messages and the deliveries that go with them, all in one transaction: once, ever. */
import { In, Not } from 'typeorm'
import { v7 as uuid } from 'uuid'
import { dayOf } from '../../clock'
import type { Context } from '../../context'
import { insertRows } from '../../db/insert-rows'
import { type Tx, transaction } from '../../db/transaction'
import { type Contact, contactsOf } from '../identity'
import type { Channel } from './message-delivery.entity'
import { MessageEvent } from './message-event.entity'
import type { Outlets } from './outlets'
import { mayGoAt } from './quiet-hours'
import { recipientsOf } from './recipients'
import { type Wanted, wantedBy } from './settings'

const batch = 100

interface Plan {
  channel: Channel
  dueAt: Date
}

/**
 * Which channels and when. Urgent messages go on to a text message when they stay unread, at once if WeChat is no way at
 * all; whether it is read by then is looked at before sending.
 */
const plan = (
  { config }: Context,
  outlets: Outlets,
  event: MessageEvent,
  { contact, wanted }: { contact: Contact; wanted: Wanted },
  now: Date,
): Plan[] => {
  const first = mayGoAt(event, now, config)
  const byWechat = wanted.wechat && contact.openid !== null && outlets.template(event.kind) !== null
  const plans: Plan[] = byWechat ? [{ channel: 'wechat', dueAt: first }] : []
  if (!outlets.sms || !contact.phone) return plans
  const later = new Date(now.getTime() + config.NOTIFY_ESCALATE_MINUTES * 60_000)
  if (wanted.sms) plans.push({ channel: 'sms', dueAt: first })
  else if (event.urgent) plans.push({ channel: 'sms', dueAt: byWechat ? later : now })
  return plans
}

const handOutOne = async (context: Context, outlets: Outlets, event: MessageEvent, tx: Tx): Promise<void> => {
  const { clock, cipher, config } = context
  const claimed = await tx.update(MessageEvent, { eventId: event.eventId, state: 'waiting' }, { state: 'told' })
  if (claimed.affected !== 1) return
  const now = clock.now()
  const { eventId, personId, kind, at } = event
  const to = await recipientsOf(tx, event, dayOf(now, config.TIME_ZONE))
  const contacts = await contactsOf(
    tx,
    cipher,
    to.map(t => t.accountId),
  )
  for (const { accountId, ground, inboxOnly } of to) {
    const contact = contacts.get(accountId)
    if (!contact) continue
    const messageId = uuid()
    await insertRows(tx, 'message', [
      { message_id: messageId, event_id: eventId, account_id: accountId, person_id: personId, kind, ground, at },
    ])
    if (inboxOnly) continue
    const wanted = await wantedBy(tx, accountId, kind)
    const deliveries = plan(context, outlets, event, { contact, wanted }, now).map(({ channel, dueAt }) => ({
      ...{ delivery_id: uuid(), message_id: messageId, channel, state: 'waiting', due_at: dueAt },
    }))
    await insertRows(tx, 'message_delivery', deliveries)
  }
}

/**
 * Events that wait, oldest first, until none is left. Two processes at once: the conditional UPDATE lets one have each.
 * One that fails is passed over until the next run, so that it keeps nobody else's waiting.
 * @throws what the first one failed with, after the others were handed out
 */
export const handOut = async (context: Context, outlets: Outlets, stopping?: AbortSignal): Promise<void> => {
  const { db } = context
  const failed = new Map<string, unknown>()
  for (let more = true; more && !stopping?.aborted;) {
    const waiting = await db.manager.find(MessageEvent, {
      where: { state: 'waiting', eventId: Not(In([...failed.keys()])) },
      order: { at: 'ASC' },
      take: batch,
    })
    for (const event of waiting)
      await transaction(db, tx => handOutOne(context, outlets, event, tx)).catch(error =>
        failed.set(event.eventId, error),
      )
    more = waiting.length === batch
  }
  for (const error of failed.values()) throw error
}
