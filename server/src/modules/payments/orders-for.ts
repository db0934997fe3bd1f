/** How the orders stand that belong to a feature's own rows. */
import { In } from 'typeorm'
import type { OrderState, Purpose } from 'shared/payments/model'
import { type Db, managerOf } from '../../db/transaction'
import { PaymentOrder } from './payment-order.entity'
import { PaymentRefund } from './payment-refund.entity'

export interface OrderSummary {
  orderId: string
  purposeId: string
  state: OrderState
  /** Fen. */
  amount: number
  /** Until when it can be paid; null unless it is open. */
  payBefore: Date | null
  /** Fen of it that have arrived back, or are on their way. */
  refunded: number
}

export const payBefore = ({ state, givenUpAt, validUntil }: PaymentOrder): Date | null =>
  state === 'open' && !givenUpAt ? validUntil : null

const summaryOf = (order: PaymentOrder, refunds: PaymentRefund[]): OrderSummary => {
  const { orderId, purposeId, state, amount } = order
  const refunded = refunds.reduce((sum, r) => sum + r.amount, 0)
  return { orderId, purposeId, state, amount, payBefore: payBefore(order), refunded }
}

/** By `purposeId`, of each its latest order; without those that never had one. */
export const ordersFor = async (
  db: Db,
  purpose: Purpose,
  purposeIds: readonly string[],
): Promise<Map<string, OrderSummary>> => {
  if (!purposeIds.length) return new Map()
  const manager = managerOf(db)
  const where = { purpose, purposeId: In([...new Set(purposeIds)]) }
  const orders = await manager.find(PaymentOrder, { where, order: { createdAt: 'ASC', orderId: 'ASC' } })
  const paid = orders.filter(order => order.state === 'paid')
  const refunds = paid.length
    ? await manager.findBy(PaymentRefund, {
        outTradeNo: In(paid.map(order => order.paidTradeNo!)),
        state: In(['requested', 'processing', 'abnormal', 'success']),
      })
    : []
  return new Map(
    orders.map(order => [
      order.purposeId,
      summaryOf(
        order,
        refunds.filter(r => r.orderId === order.orderId),
      ),
    ]),
  )
}
