/** 退费 by staff, within their rights. */
import { In, Not } from 'typeorm'
import { type Problem, problem } from 'shared/kernel/errors'
import type { Purpose } from 'shared/payments/model'
import type { Tx, Db } from '../../db/transaction'
import { managerOf } from '../../db/transaction'
import { recordAccess } from '../audit'
import type { Position } from '../identity'
import { PaymentOrder } from './payment-order.entity'
import { PaymentRefund } from './payment-refund.entity'
import { lockPaidTrade, reserveRefund } from './reserve-refund'

const isAdministrator = (positions: readonly Position[]) => positions.some(p => p.role === 'administrator')

/** Staff see the orders of their own institutions, administrators all. */
const within = (positions: readonly Position[]) =>
  isAdministrator(positions) ? {} : { institutionId: In(positions.map(p => p.institutionId)) }

/** The latest order of an appointment. */
export const findDeskOrder = (
  db: Db,
  positions: readonly Position[],
  purpose: Purpose,
  purposeId: string,
): Promise<PaymentOrder | null> =>
  managerOf(db).findOne(PaymentOrder, {
    where: { purpose, purposeId, ...within(positions) },
    order: { createdAt: 'DESC', orderId: 'DESC' },
  })

export interface DeskRefund {
  orderId: string
  /** Fen. */
  amount: number
  /** Sealed. */
  statement: string
  positions: readonly Position[]
  accountId: string
  requestId: string
  /** Fen that staff may refund of one order by themselves. */
  staffMax: number
  now: Date
}

const yuan = (fen: number): string => (fen / 100).toFixed(2)

/** What staff themselves have refunded of this order so far. */
const byStaff = async (tx: Tx, orderId: string): Promise<number> =>
  Number((await tx.sum(PaymentRefund, 'amount', { orderId, reason: 'staff', state: Not('withdrawn') })) ?? 0)

type Refusal = Problem<'not_found' | 'order_not_paid' | 'refund_exceeds' | 'refund_above_right'>

export const refundAtDesk = async (tx: Tx, wanted: DeskRefund): Promise<PaymentOrder | Refusal> => {
  const { orderId, amount, statement, positions, accountId, requestId, staffMax, now } = wanted
  const order = await tx.findOneBy(PaymentOrder, { orderId, ...within(positions) })
  if (!order) return problem('not_found')
  if (order.state !== 'paid') return problem('order_not_paid')
  const trade = await lockPaidTrade(tx, order.paidTradeNo!)
  const left = trade.amount - trade.reserved
  if (amount > left) return problem('refund_exceeds', { left: yuan(left) })
  const administrator = isAdministrator(positions)
  if (!administrator && (await byStaff(tx, orderId)) + amount > staffMax)
    return problem('refund_above_right', { limit: yuan(staffMax) })
  const refund = { reason: 'staff' as const, words: '窗口退费', statement, accountId, amount, at: now }
  const refundId = await reserveRefund(tx, trade, refund)
  const { personId, institutionId } = order
  const role = administrator ? 'administrator' : 'staff'
  const access = { at: now, action: 'desk.refund', accountId, role, institutionId, personId, purpose: null, requestId }
  await recordAccess(tx, { ...access, details: { orderId, refundId, amount } })
  return order
}
