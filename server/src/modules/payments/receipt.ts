/** 收据 of a paid order. */
import { type Problem, problem } from 'shared/kernel/errors'
import type { Reply } from 'shared/kernel/endpoint'
import { amountInWords } from 'shared/payments/amount-in-words'
import type { paymentsContract } from 'shared/payments/contract'
import { dayOf } from '../../clock'
import type { Context } from '../../context'
import { findInstitution } from '../directory'
import { findPeopleByIds, openName, showPerson } from '../identity'
import type { PaymentOrder } from './payment-order.entity'
import { PaymentRefund } from './payment-refund.entity'
import { PaymentTrade } from './payment-trade.entity'

export type Receipt = Reply<(typeof paymentsContract)['receipt']>

/** @param own the reader is the person it is about, and reads the full name; everybody else reads it masked. */
export const showReceipt = async (
  { db, cipher, clock, config }: Context,
  order: PaymentOrder,
  own: boolean,
): Promise<Receipt | Problem<'order_not_paid'>> => {
  const { orderId, personId, institutionId, what, amount, state, paidTradeNo, paidAt } = order
  if (state !== 'paid' || !paidTradeNo || !paidAt) return problem('order_not_paid')
  const trade = await db.manager.findOneByOrFail(PaymentTrade, { outTradeNo: paidTradeNo })
  const institution = await findInstitution(db, institutionId)
  const person = (await findPeopleByIds(db, [personId])).get(personId)
  const masked = person ? showPerson(cipher, person, dayOf(clock.now(), config.TIME_ZONE)).name : ''
  const refunded = await db.manager.sum(PaymentRefund, 'amount', { outTradeNo: paidTradeNo, state: 'success' })
  return {
    orderId,
    outTradeNo: paidTradeNo,
    transactionId: trade.transactionId!,
    payee: institution?.name ?? institutionId,
    payeeCode: institution?.creditCode ?? null,
    personName: own && person ? openName(cipher, person) : masked,
    items: [{ name: what, amount }],
    amount,
    amountInWords: amountInWords(amount),
    refunded: Number(refunded ?? 0),
    paidAt: paidAt.toISOString(),
  }
}
