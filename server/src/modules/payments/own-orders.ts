/** The orders that a resident may see and pay: those of the people they may act for with their bookings. */
import { Brackets } from 'typeorm'
import { type Problem, problem } from 'shared/kernel/errors'
import { dayOf } from '../../clock'
import type { Context } from '../../context'
import { recordAccesses } from '../audit'
import { type Session, auditedAs, groundsFor } from '../identity'
import { PaymentOrder } from './payment-order.entity'

/** Fees of bookings: whoever may book may pay. */
const scope = 'appointments'
const page = 20

export interface Looking {
  session: Session
  requestId: string
}

const groundsOf = ({ db, clock, config }: Context, session: Session) =>
  groundsFor(db, session, scope, dayOf(clock.now(), config.TIME_ZONE))

/** Who looks at another person's payments leaves a row that the person can read; once an hour is enough. */
const noteReads = async (context: Context, { session, requestId }: Looking, orders: PaymentOrder[]): Promise<void> => {
  const grounds = await groundsOf(context, session)
  const others = [...new Set(orders.map(o => o.personId))].filter(id => id !== session.selfPersonId)
  const rows = others.flatMap(personId => {
    const ground = grounds.get(personId)
    if (!ground) return []
    const who = { accountId: session.accountId, requestId, ...auditedAs(ground) }
    return [{ at: context.clock.now(), action: 'payments.list', personId, ...who }]
  })
  await recordAccesses(context.db, rows, { onceEvery: 'hour' })
}

/** Another person's order is answered like one that does not exist. */
export const findOwnOrder = async (
  context: Context,
  looking: Looking,
  orderId: string,
): Promise<PaymentOrder | Problem<'not_found'>> => {
  const order = await context.db.manager.findOneBy(PaymentOrder, { orderId })
  const grounds = order && (await groundsOf(context, looking.session))
  if (!order || !grounds?.has(order.personId)) return problem('not_found')
  await noteReads(context, looking, [order])
  return order
}

/** Those that wait for payment on top of the first page, the others newest first. */
export const listOwnOrders = async (
  context: Context,
  looking: Looking,
  before: Date | null,
): Promise<{ orders: PaymentOrder[]; next: Date | null }> => {
  const personIds = [...(await groundsOf(context, looking.session)).keys()]
  if (!personIds.length) return { orders: [], next: null }
  const waits = `o.state = 'open' AND o.given_up_at IS NULL AND o.valid_until > :now`
  const query = () =>
    context.db.manager
      .createQueryBuilder(PaymentOrder, 'o')
      .where('o.person_id IN (:...personIds)', { personIds })
      .setParameters({ now: context.clock.now() })
      .orderBy('o.created_at', 'DESC')
      .addOrderBy('o.order_id', 'DESC')
  const waiting = before ? [] : await query().andWhere(waits).getMany()
  const others = await query()
    .andWhere(new Brackets(q => q.where(`NOT (${waits})`)))
    .andWhere(before ? 'o.created_at < :before' : '1 = 1', { before })
    .limit(page + 1)
    .getMany()
  const shown = others.slice(0, page)
  const orders = [...waiting, ...shown]
  await noteReads(context, looking, orders)
  return { orders, next: others.length > page ? shown.at(-1)!.createdAt : null }
}
