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
import { PaymentTrade } from './payment-trade.entity'

/** @param own the reader's own money came back: where it went is nobody else's business */
const showRefund = (cipher: FieldCipher, refund: PaymentRefund, own: boolean): Refund => ({
  refundId: refund.refundId,
  amount: refund.amount,
  reason: refund.reason,
  words: refund.statement ? cipher.open(refund.statement, 'statement') : refund.words,
  state: refund.state as Refund['state'],
  requestedAt: refund.requestedAt.toISOString(),
  settledAt: refund.settledAt?.toISOString() ?? null,
  receivedBy: own && refund.receivedBy ? cipher.open(refund.receivedBy, 'statement') : null,
})

/** `db` may be a transaction, whose own writes are then seen. */
export type Showing = Pick<Context, 'cipher' | 'clock' | 'config' | 'pay'> & { db: Db }

/** Which of these trades the account paid. */
const paidBy = async (db: Db, accountId: string, refunds: PaymentRefund[]): Promise<Set<string>> => {
  if (!refunds.length) return new Set()
  const where = { accountId, outTradeNo: In(refunds.map(r => r.outTradeNo)) }
  const trades = await managerOf(db).find(PaymentTrade, { select: { outTradeNo: true }, where })
  return new Set(trades.map(t => t.outTradeNo))
}

/** In their order; names are masked. @param reader the account that reads them */
export const showOrders = async (
  showing: Showing,
  orders: readonly PaymentOrder[],
  reader: string,
): Promise<Order[]> => {
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
  const own = await paidBy(db, reader, refunds)
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
      refunds: refunds.filter(r => r.orderId === orderId).map(r => showRefund(cipher, r, own.has(r.outTradeNo))),
      can: { pay: pay !== null && until !== null && until > now },
    }
  })
}

export const showOrder = async (showing: Showing, order: PaymentOrder, reader: string): Promise<Order> =>
  (await showOrders(showing, [order], reader))[0]!
