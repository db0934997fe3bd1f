/** What other features do with orders, each in the transaction of their own change. */
import { IsNull } from 'typeorm'
import { v7 as uuid } from 'uuid'
import type { Purpose } from 'shared/payments/model'
import { insertRows } from '../../db/insert-rows'
import type { Tx } from '../../db/transaction'
import { PaymentOrder } from './payment-order.entity'
import { requestRefund } from './request-refund'

export interface NewOrder {
  /** Made here unless the caller has to know it before. */
  orderId?: string
  purpose: Purpose
  /** One order that is open or paid per purpose and id. */
  purposeId: string
  personId: string
  /** Who is to pay; whoever may act for the person may do so too. */
  accountId: string
  institutionId: string
  /** Fen, at least 1: what is free needs no order. */
  amount: number
  /** 11月22日 上午 内科 李明 挂号费: the person reads it, WeChat does not. */
  what: string
  validUntil: Date
  at: Date
}

export const liveKeyOf = (purpose: Purpose, purposeId: string): string => `${purpose}:${purposeId}`

/** @returns the orders' ids. @throws a duplicate-key error when a purpose has one already */
export const openOrders = async (tx: Tx, orders: readonly NewOrder[]): Promise<string[]> => {
  const ids = orders.map(order => order.orderId ?? uuid())
  await insertRows(
    tx,
    'payment_order',
    orders.map((order, n) => ({
      order_id: ids[n],
      purpose: order.purpose,
      purpose_id: order.purposeId,
      live_key: liveKeyOf(order.purpose, order.purposeId),
      person_id: order.personId,
      account_id: order.accountId,
      institution_id: order.institutionId,
      amount: order.amount,
      what: order.what,
      valid_until: order.validUntil,
      state: 'open',
      next_step_at: order.validUntil,
      created_at: order.at,
    })),
  )
  return ids
}

const givenUpWords: Record<Purpose, string> = {
  appointment: '号已取消，费用退回',
  consultation: '问诊已撤回，费用退回',
}

/** No longer wanted: a job closes it at WeChat; what was paid, or is paid meanwhile, is refunded as `cancelled`. */
export const giveUpOrder = async (tx: Tx, purpose: Purpose, purposeId: string, at: Date): Promise<void> => {
  const open = { liveKey: liveKeyOf(purpose, purposeId), state: 'open' as const, givenUpAt: IsNull() }
  const { affected } = await tx.update(PaymentOrder, open, { givenUpAt: at, nextStepAt: at })
  if (!affected) await requestRefund(tx, { purpose, purposeId, reason: 'cancelled', words: givenUpWords[purpose], at })
}

/**
 * The paid order now stands for another row of its owner, or for what the same one has become; an order that is not paid
 * stays as it is.
 */
export const moveOrder = async (
  tx: Tx,
  purpose: Purpose,
  { fromId, toId, what }: { fromId: string; toId: string; what: string },
): Promise<void> => {
  await tx.update(
    PaymentOrder,
    { liveKey: liveKeyOf(purpose, fromId), state: 'paid' },
    { purposeId: toId, liveKey: liveKeyOf(purpose, toId), what },
  )
}
