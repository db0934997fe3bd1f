/** Money back for a paid order, as the feature that opened it wants. */
import { IsNull, MoreThan, Not } from 'typeorm'
import type { Purpose, RefundReason } from 'shared/payments/model'
import type { Tx } from '../../db/transaction'
import { refundPayable, writeMovement } from './ledger'
import { PaymentOrder } from './payment-order.entity'
import { PaymentRefund } from './payment-refund.entity'
import { PaymentTrade } from './payment-trade.entity'
import { lockPaidTrade, reserveRefund } from './reserve-refund'

export interface WantedRefund {
  purpose: Purpose
  purposeId: string
  reason: RefundReason
  /** Who decided it and why, at most 200 characters: the person reads it. Ours, nothing private: it is not sealed. */
  words: string
  /** Fen; all that is left unless told, and never more. */
  amount?: number
  /** Until then `withdrawRefund` can take it back. */
  notBefore?: Date
  at: Date
}

const paidOrder = (tx: Tx, purpose: Purpose, purposeId: string): Promise<PaymentOrder | null> =>
  tx.findOneBy(PaymentOrder, { liveKey: `${purpose}:${purposeId}`, state: 'paid' })

/** `requested` also when all of it is on its way back already. */
export const requestRefund = async (tx: Tx, wanted: WantedRefund): Promise<'requested' | 'nothing_paid'> => {
  const { purpose, purposeId, ...refund } = wanted
  const order = await paidOrder(tx, purpose, purposeId)
  if (!order) return 'nothing_paid'
  const trade = await lockPaidTrade(tx, order.paidTradeNo!)
  const left = trade.amount - trade.reserved
  const amount = Math.min(wanted.amount ?? left, left)
  if (amount > 0) await reserveRefund(tx, trade, { ...refund, amount })
  return 'requested'
}

const withdraw = async (tx: Tx, refund: PaymentRefund, at: Date): Promise<boolean> => {
  const { refundId, orderId, outTradeNo, amount } = refund
  const trade = await lockPaidTrade(tx, outTradeNo)
  const unasked = { refundId, state: 'requested' as const, askedAt: IsNull(), notBefore: MoreThan(at) }
  const { affected } = await tx.update(PaymentRefund, unasked, { state: 'withdrawn', nextStepAt: null })
  if (!affected) return false
  await tx.update(PaymentTrade, { outTradeNo }, { reserved: trade.reserved - amount })
  const accounts = { debit: refundPayable, credit: trade.credited! }
  await writeMovement(tx, { movement: `withdrawn:${refundId}`, orderId, amount, ...accounts, at })
  return true
}

/**
 * Takes back a refund of the owner's that may not be asked for yet; never the desk's, nor of what was paid late or twice:
 * theirs may seem to be of the future too, by the clock of another process. @returns whether there was one
 */
export const withdrawRefund = async (tx: Tx, purpose: Purpose, purposeId: string, at: Date): Promise<boolean> => {
  const order = await paidOrder(tx, purpose, purposeId)
  const waiting = order
    ? await tx.findBy(PaymentRefund, {
        outTradeNo: order.paidTradeNo!,
        reason: Not('staff' as const),
        state: 'requested',
        notBefore: MoreThan(at),
      })
    : []
  let done = false
  for (const refund of waiting) done = (await withdraw(tx, refund, at)) || done
  return done
}
