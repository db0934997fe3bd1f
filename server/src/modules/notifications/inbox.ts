/** The inbox: what was told to an account, newest first. */
import { In, IsNull } from 'typeorm'
import { type Problem, problem } from 'shared/kernel/errors'
import type { Message } from 'shared/notifications/contract'
import type { Config } from '../../config'
import { type Db, type Tx, managerOf } from '../../db/transaction'
import type { FieldCipher } from '../../security/field-cipher'
import { maskName } from '../../security/mask'
import { findPeopleByIds, openName } from '../identity'
import { ofMoneyAlone } from './facts'
import { InboxMessage } from './message.entity'
import { MessageDelivery } from './message-delivery.entity'
import { MessageEvent } from './message-event.entity'
import { showInApp } from './message-words'
import { openFacts } from './sealed-facts'
import { type Sight, onlyVisible } from './visible'

const pageSize = 20

export interface Reading {
  cipher: FieldCipher
  config: Config
}

const visible = (db: Db, sight: Sight) => onlyVisible(managerOf(db).createQueryBuilder(InboxMessage, 'm'), sight)

/** @param selfPersonId named in full; everybody else masked. @param mayKnow whether the reader may act for the person */
export const showMessages = async (
  db: Db,
  { cipher, config }: Reading,
  messages: InboxMessage[],
  selfPersonId: string | null,
  mayKnow: (personId: string) => boolean,
): Promise<Message[]> => {
  if (!messages.length) return []
  const [events, people] = await Promise.all([
    managerOf(db).findBy(MessageEvent, { eventId: In(messages.map(m => m.eventId)) }),
    findPeopleByIds(
      db,
      messages.flatMap(m => m.personId ?? []),
    ),
  ])
  const eventOf = new Map(events.map(e => [e.eventId, e]))
  return messages.flatMap(({ messageId, eventId, kind, personId, ground, at, readAt }) => {
    const event = eventOf.get(eventId)
    const person = personId === null ? null : people.get(personId)
    if (!event || person === undefined) return []
    const name = person && openName(cipher, person)
    const told = openFacts(cipher, event.facts)
    const facts = ground !== 'payer' || personId === null || mayKnow(personId) ? told : ofMoneyAlone(told)
    return [
      {
        messageId,
        kind,
        personId,
        personName: personId === selfPersonId ? name : name && maskName(name),
        ...showInApp({ kind, at, facts }, config.TIME_ZONE),
        link: event.link,
        urgent: event.urgent,
        at: at.toISOString(),
        readAt: readAt?.toISOString() ?? null,
      },
    ]
  })
}

export const countUnread = (db: Db, sight: Sight): Promise<number> =>
  visible(db, sight).andWhere('m.read_at IS NULL').getCount()

/** By when it happened: what is gathered later (who looked at one's data) is told later than what came after it. */
const placeOf = 'SELECT b.at, b.message_id FROM message b WHERE b.message_id = :before AND b.account_id = m.account_id'

/** @param before messages older than this one; undefined: from the newest on */
export const readInbox = async (db: Db, reading: Reading, sight: Sight, before: string | undefined) => {
  const query = visible(db, sight)
    .orderBy('m.at', 'DESC')
    .addOrderBy('m.message_id', 'DESC')
    .limit(pageSize + 1)
  if (before) query.andWhere(`(m.at, m.message_id) < (${placeOf})`, { before })
  const [rows, unread] = await Promise.all([query.getMany(), countUnread(db, sight)])
  const page = rows.slice(0, pageSize)
  const messages = await showMessages(db, reading, page, sight.selfPersonId, id => sight.grounds.appointments.has(id))
  return { messages, unread, next: rows.length > pageSize ? page.at(-1)!.messageId : null }
}

/** Read in the app: whatever channel still waits with it has nothing to do any more. */
const markRead = async (tx: Tx, messageIds: string[], now: Date): Promise<void> => {
  if (!messageIds.length) return
  await tx.update(InboxMessage, { messageId: In(messageIds), readAt: IsNull() }, { readAt: now })
  await tx.update(
    MessageDelivery,
    { messageId: In(messageIds), state: 'waiting' },
    { state: 'skipped', reason: 'read', endedAt: now },
  )
}

export const readOne = async (
  tx: Tx,
  sight: Sight,
  messageId: string,
  now: Date,
): Promise<{ unread: number } | Problem<'not_found'>> => {
  const message = await visible(tx, sight).andWhere('m.message_id = :messageId', { messageId }).getOne()
  if (!message) return problem('not_found')
  await markRead(tx, [messageId], now)
  return { unread: await countUnread(tx, sight) }
}

export const readAll = async (tx: Tx, sight: Sight, now: Date): Promise<{ unread: number }> => {
  const unread = await visible(tx, sight).andWhere('m.read_at IS NULL').getMany()
  await markRead(
    tx,
    unread.map(m => m.messageId),
    now,
  )
  return { unread: await countUnread(tx, sight) }
}
