/** Orders as the contracts show them. */
import { In, Not } from 'typeorm'
import type { Order, Refund } from 'shared/payments/model'
import { dayOf } from '../../clock'
import type { Context } from '../../context'
import { type Db, managerOf } from '../../db/transaction'
import type { FieldCipher } from '../../security/field-cipher'
import { institutionNames } from '../directory'
import { findPeopleByIds, showPerson } from '../identity'
import { payBefore } from './orders-for'
import type { PaymentOrder } from './payment-order.entity'
import { PaymentRefund } from './payment-refund.entity'

const showRefund = (cipher: FieldCipher, refund: PaymentRefund): Refund => ({
  refundId: refund.refundId,
  amount: refund.amount,
  reason: refund.reason,
  words: refund.statement ? cipher.open(refund.statement, 'statement') : refund.words,
  state: refund.state as Refund['state'],
  requestedAt: refund.requestedAt.toISOString(),
  settledAt: refund.settledAt?.toISOString() ?? null,
  receivedBy: refund.receivedBy && cipher.open(refund.receivedBy, 'statement'),
})

/** `db` may be a transaction, whose own writes are then seen. */
export type Showing = Pick<Context, 'cipher' | 'clock' | 'config' | 'pay'> & { db: Db }

/** In their order; names are masked. */
export const showOrders = async (showing: Showing, orders: readonly PaymentOrder[]): Promise<Order[]> => {
  const { db, cipher, clock, config, pay } = showing
  const now = clock.now()
  const [people, names, refunds] = await Promise.all([
    findPeopleByIds(
      db,
      orders.map(o => o.personId),
    ),
    institutionNames(
      db,
      orders.map(o => o.institutionId),
    ),
    orders.length
      ? managerOf(db).find(PaymentRefund, {
          where: { orderId: In(orders.map(o => o.orderId)), state: Not('withdrawn') },
          order: { requestedAt: 'ASC', refundId: 'ASC' },
        })
      : [],
  ])
  return orders.map(order => {
    const { orderId, purpose, purposeId, personId, what, amount, state, createdAt, paidAt } = order
    const until = payBefore(order)
    const person = people.get(personId)
    return {
      orderId,
      purpose,
      purposeId,
      personId,
      personName: person ? showPerson(cipher, person, dayOf(now, config.TIME_ZONE)).name : '',
      what,
      payee: names.get(order.institutionId) ?? order.institutionId,
      amount,
      state,
      createdAt: createdAt.toISOString(),
      payBefore: until?.toISOString() ?? null,
      paidAt: paidAt?.toISOString() ?? null,
      refunds: refunds.filter(r => r.orderId === orderId).map(refund => showRefund(cipher, refund)),
      can: { pay: pay !== null && until !== null && until > now },
    }
  })
}

export const showOrder = async (showing: Showing, order: PaymentOrder): Promise<Order> =>
  (await showOrders(showing, [order]))[0]!
