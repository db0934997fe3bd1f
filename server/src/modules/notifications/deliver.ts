/**
 * Brings messages to the phone by the channels beside the inbox. `sending` is committed before a channel is asked, since
 * neither knows a repeat from a new message: whatever happens in between, it is asked at most once.
 */
import { type DataSource, LessThanOrEqual } from 'typeorm'
import { isProblem, problem } from 'shared/kernel/errors'
import { dayOf } from '../../clock'
import type { Context } from '../../context'
import { transaction } from '../../db/transaction'
import { maskName } from '../../security/mask'
import { contactsOf, findPeopleByIds, openName } from '../identity'
import { type Facts, ofMoneyAlone } from './facts'
import { InboxMessage } from './message.entity'
import { MessageDelivery } from './message-delivery.entity'
import { MessageEvent } from './message-event.entity'
import { textMessage, wordsFor } from './message-words'
import type { Outcome, Outlets } from './outlets'
import { mayGoAt } from './quiet-hours'
import { recipientsOf } from './recipients'
import { openFacts } from './sealed-facts'
import { wantedBy } from './settings'
import { type Ending, endDelivery, putOff } from './settle-delivery'
import { forgetQuota, giveQuotaBack, takeQuota } from './subscriptions'

const batch = 100
/** Channels asked at once by one process. */
const lanes = 4
/** Longer than the longest exchange: a token, its renewal, and the message twice. */
const leaseMs = 30_000
const mostAttempts = 6
const firstPauseMs = 30_000

interface Due {
  delivery: MessageDelivery
  message: InboxMessage
  event: MessageEvent
}

const skipped = (reason: string): Ending => ({ state: 'skipped', reason })

/** Why it is not sent any more, looked at right before. */
const reasonToSkip = async ({ db, config }: Context, { delivery, message, event }: Due, now: Date) => {
  if (message.readAt) return skipped('read')
  if (event.uselessAfter && event.uselessAfter <= now) return skipped('useless')
  const to = await recipientsOf(db, event, dayOf(now, config.TIME_ZONE))
  if (!to.some(t => t.accountId === message.accountId && !t.inboxOnly)) return skipped('no_ground')
  const wanted = await wantedBy(db, message.accountId, message.kind)
  // A text message may also be the way an urgent one goes on.
  return !wanted[delivery.channel] && !(delivery.channel === 'sms' && event.urgent) ? skipped('not_wanted') : null
}

/** Marks it as being sent and takes WeChat's quota, both or neither. @returns why it cannot go, or null. */
const claim = async ({ db }: Context, outlets: Outlets, { delivery, message }: Due, now: Date) => {
  const template = outlets.template(message.kind)
  const claimed = await transaction(db, async tx => {
    const taken = await tx.update(
      MessageDelivery,
      { deliveryId: delivery.deliveryId, state: 'waiting', dueAt: LessThanOrEqual(now) },
      { state: 'sending', sendingUntil: new Date(now.getTime() + leaseMs), attempts: delivery.attempts + 1 },
    )
    if (taken.affected !== 1) return problem('conflict')
    if (delivery.channel === 'sms') return true
    return template && (await takeQuota(tx, message.accountId, template)) ? true : problem('not_found')
  })
  if (!isProblem(claimed)) return 'claimed'
  return claimed.code === 'conflict' ? 'taken' : 'no_quota'
}

/** As this account may read them now. */
const factsFor = async ({ db, cipher, config }: Context, { message, event }: Due, now: Date): Promise<Facts> => {
  const facts = openFacts(cipher, event.facts)
  if (message.ground !== 'payer') return facts
  const to = await recipientsOf(db, event, dayOf(now, config.TIME_ZONE))
  return to.some(t => t.accountId === message.accountId && !t.moneyOnly) ? facts : ofMoneyAlone(facts)
}

/** Asks the channel; no transaction is open. */
const send = async (context: Context, outlets: Outlets, due: Due, now: Date): Promise<Outcome> => {
  const { delivery, message, event } = due
  const { db, cipher, config } = context
  const { accountId, kind, personId } = message
  const contact = (await contactsOf(db, cipher, [accountId])).get(accountId)
  const person = personId === null ? null : (await findPeopleByIds(db, [personId])).get(personId)
  if (!contact || person === undefined) return { state: 'refused', why: 'no_address', again: false }
  const name = person && maskName(openName(cipher, person))
  const said = { kind, facts: await factsFor(context, due, now), at: event.at }
  const zone = config.TIME_ZONE
  if (delivery.channel === 'wechat')
    return contact.openid
      ? outlets.wechat({ openid: contact.openid, kind, words: wordsFor(said, name, zone), page: event.link })
      : { state: 'refused', why: 'no_address', again: false }
  if (!outlets.sms || !contact.phone) return { state: 'refused', why: 'no_address', again: false }
  return outlets.sms({
    to: contact.phone,
    text: textMessage(said, name, { county: config.COUNTY_NAME, zone }),
    at: now,
  })
}

const pauseMs = (attempts: number): number => firstPauseMs * 2 ** attempts * (0.75 + Math.random() / 2)

const settle = async ({ db }: Context, outlets: Outlets, due: Due, outcome: Outcome, now: Date): Promise<void> => {
  const { delivery, message, event } = due
  const template = delivery.channel === 'wechat' ? outlets.template(message.kind) : null
  await transaction(db, async tx => {
    if (outcome.state === 'refused' && template) {
      if (outcome.quotaGone) await forgetQuota(tx, message.accountId, template, now)
      else await giveQuotaBack(tx, message.accountId, template)
    }
    if (outcome.state === 'refused' && outcome.again && delivery.attempts + 1 < mostAttempts)
      return putOff(tx, delivery, 'sending', new Date(now.getTime() + pauseMs(delivery.attempts)))
    const ending: Ending =
      outcome.state === 'sent'
        ? { state: 'sent', reason: null }
        : { state: outcome.state === 'unknown' ? 'unknown' : 'failed', reason: outcome.why }
    await endDelivery(tx, delivery, 'sending', ending, { urgent: event.urgent, now })
  })
}

const deliverOne = async (context: Context, outlets: Outlets, due: Due): Promise<void> => {
  const { db, clock, config, log } = context
  const { delivery, event } = due
  const now = clock.now()
  const end = (ending: Ending) =>
    transaction(db, tx => endDelivery(tx, delivery, 'waiting', ending, { urgent: event.urgent, now }))
  const skip = await reasonToSkip(context, due, now)
  if (skip) return void (await end(skip))
  const goesAt = mayGoAt(event, now, config)
  if (goesAt > now) return transaction(db, tx => putOff(tx, delivery, 'waiting', goesAt))
  const claimed = await claim(context, outlets, due, now)
  if (claimed === 'taken') return
  if (claimed === 'no_quota') return void (await end(skipped('no_quota')))
  const outcome = await send(context, outlets, due, now)
  if (outcome.state !== 'sent')
    log.warn(
      { deliveryId: delivery.deliveryId, channel: delivery.channel, kind: event.kind, ...outcome },
      'not delivered',
    )
  await settle(context, outlets, due, outcome, clock.now())
}

const dueNow = async (db: DataSource, now: Date): Promise<Due[]> => {
  const deliveries = await db.manager.find(MessageDelivery, {
    where: { state: 'waiting', dueAt: LessThanOrEqual(now) },
    order: { dueAt: 'ASC' },
    take: batch,
  })
  return withMessages(db, deliveries)
}

const withMessages = async (db: DataSource, deliveries: MessageDelivery[]): Promise<Due[]> => {
  if (!deliveries.length) return []
  const messages = await db.manager
    .createQueryBuilder(InboxMessage, 'm')
    .whereInIds(deliveries.map(d => d.messageId))
    .getMany()
  const events = await db.manager
    .createQueryBuilder(MessageEvent, 'e')
    .whereInIds(messages.map(m => m.eventId))
    .getMany()
  return deliveries.flatMap(delivery => {
    const message = messages.find(m => m.messageId === delivery.messageId)
    const event = message && events.find(e => e.eventId === message.eventId)
    return event ? [{ delivery, message, event }] : []
  })
}

/** What a process was sending when it died: nobody knows whether it went out, so it is not sent again. */
const endLost = async ({ db, log }: Context, now: Date): Promise<void> => {
  const lost = await db.manager.find(MessageDelivery, {
    where: { state: 'sending', sendingUntil: LessThanOrEqual(now) },
    take: batch,
  })
  for (const { delivery, event } of await withMessages(db, lost)) {
    log.warn({ deliveryId: delivery.deliveryId, channel: delivery.channel }, 'nobody knows whether it was delivered')
    const ending: Ending = { state: 'unknown', reason: 'process_ended' }
    await transaction(db, tx => endDelivery(tx, delivery, 'sending', ending, { urgent: event.urgent, now }))
  }
}

/**
 * All that is due, until nothing is left. One that fails keeps no other from being sent.
 * @throws what the first one failed with, after the others of its round were sent
 */
export const deliverDue = async (context: Context, outlets: Outlets, stopping?: AbortSignal): Promise<void> => {
  const { db, clock } = context
  await endLost(context, clock.now())
  for (;;) {
    // Looked for again after each round: what one channel could not bring may be due by the next one now.
    const due = await dueNow(db, clock.now())
    if (!due.length || stopping?.aborted) return
    const waiting = [...due]
    const failed: unknown[] = []
    const lane = async (): Promise<void> => {
      for (let next = waiting.shift(); next && !stopping?.aborted; next = waiting.shift())
        await deliverOne(context, outlets, next).catch(error => failed.push(error))
    }
    await Promise.all(Array.from({ length: lanes }, lane))
    if (failed.length) throw failed[0]
  }
}
