/** What was said, by number: on from one, back from one, or the newest. */
import { type MessagesPage, type MessagesQuery, messagesPerPage } from 'shared/consultations/model'
import { And, IsNull, LessThan, MoreThan, Not } from 'typeorm'
import type * as z from 'zod/mini'
import type { Context } from '../../../context'
import type { Db } from '../../../db/transaction'
import { managerOf } from '../../../db/transaction'
import type { Session } from '../../identity'
import type { Consultation } from '../consultation.entity'
import { ConsultationMessage } from '../message.entity'
import { showMessages } from './show-messages'

type Query = z.infer<typeof MessagesQuery>
/** Of what waits for its check; nobody has more under way. */
const heldAtMost = 20

const numbered = async (db: Db, consultationId: string, { after, before }: Query): Promise<ConsultationMessage[]> => {
  const bounds = [
    ...(after === undefined ? [] : [MoreThan(after)]),
    ...(before === undefined ? [] : [LessThan(before)]),
  ]
  const onwards = after !== undefined
  const rows = await managerOf(db).find(ConsultationMessage, {
    where: { consultationId, seq: bounds.length ? And(...bounds) : Not(IsNull()) },
    order: { seq: onwards ? 'ASC' : 'DESC' },
    take: messagesPerPage,
  })
  return onwards ? rows : rows.reverse()
}

/** Held, or refused by the check: whoever wrote them sees them, nobody else. */
const ownWithoutNumber = async (db: Db, consultationId: string, accountId: string): Promise<ConsultationMessage[]> => {
  const where = { consultationId, accountId, seq: IsNull() }
  const rows = await managerOf(db).find(ConsultationMessage, {
    where,
    order: { at: 'DESC', messageId: 'DESC' },
    take: heldAtMost,
  })
  return rows.reverse()
}

/** @param c of which the session is one side now: the caller has checked */
export const readMessages = async (
  context: Context,
  session: Session,
  c: Consultation,
  query: Query,
): Promise<MessagesPage> => {
  const { consultationId } = c
  const [rows, own] = await Promise.all([
    numbered(context.db, consultationId, query),
    query.before === undefined ? ownWithoutNumber(context.db, consultationId, session.accountId) : [],
  ])
  const newest = rows.at(-1)?.seq ?? 0
  const last = Math.max(c.lastSeq, newest)
  const atEnd = query.after === undefined || rows.length < messagesPerPage || newest >= last
  return {
    messages: await showMessages(context, session, atEnd ? [...rows, ...own] : rows),
    last,
    status: c.status,
    reached: {
      resident: { delivered: c.residentDelivered, read: c.residentRead },
      doctor: { delivered: c.doctorDelivered, read: c.doctorRead },
    },
  }
}
