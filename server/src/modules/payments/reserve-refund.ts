/** Every refund begins here, under the row lock of the trade it is taken from: refunds never pass what was paid. */
import type { RefundReason } from 'shared/payments/model'
import { v7 as uuid } from 'uuid'
import { insertRows } from '../../db/insert-rows'
import type { Tx } from '../../db/transaction'
import { refundPayable, writeMovement } from './ledger'
import { PaymentTrade } from './payment-trade.entity'
import { refundNumber } from './refund-number'

export interface NewRefund {
  reason: RefundReason
  /** Ours, nothing private. */
  words: string
  /** What a clerk wrote, sealed. */
  statement?: string
  /** Who asked for it; the system unless told. */
  accountId?: string
  /** Fen. */
  amount: number
  /** Until then it can be withdrawn. */
  notBefore?: Date
  at: Date
}

/** The paid trade, locked until the transaction's end. */
export const lockPaidTrade = (tx: Tx, outTradeNo: string): Promise<PaymentTrade> =>
  tx.findOneOrFail(PaymentTrade, { where: { outTradeNo, state: 'paid' }, lock: { mode: 'pessimistic_write' } })

/** @param trade locked. @throws when it is more than is left, which the caller has looked at. @returns the refund's id */
export const reserveRefund = async (tx: Tx, trade: PaymentTrade, wanted: NewRefund): Promise<string> => {
  const { reason, words, statement, accountId, amount, at } = wanted
  const notBefore = wanted.notBefore ?? at
  const refundId = uuid()
  const { outTradeNo, orderId } = trade
  await tx.update(PaymentTrade, { outTradeNo }, { reserved: trade.reserved + amount })
  await insertRows(tx, 'payment_refund', [
    {
      refund_id: refundId,
      order_id: orderId,
      out_trade_no: outTradeNo,
      out_refund_no: refundNumber(refundId, 1),
      amount,
      reason,
      words,
      statement: statement ?? null,
      account_id: accountId ?? null,
      state: 'requested',
      not_before: notBefore,
      next_step_at: notBefore,
      requested_at: at,
    },
  ])
  const accounts = { debit: trade.credited!, credit: refundPayable }
  await writeMovement(tx, { movement: `refund:${refundId}`, orderId, amount, ...accounts, at })
  return refundId
}
