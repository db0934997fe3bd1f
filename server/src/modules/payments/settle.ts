/** Every payment is kept here, whoever told of it: a notice, the phone's question, polling, expiry or the day's bill. */
import { Not } from 'typeorm'
import type { Context } from '../../context'
import { type Tx, isDuplicate, transaction } from '../../db/transaction'
import type { Trade } from '../../wechat/pay'
import { recordAccess } from '../audit'
import { institutionNames } from '../directory'
import { tell } from '../notifications'
import { type AlarmKind, raiseAlarm } from './alarms'
import { institutionAccount, unclaimed, wechatAccount, writeMovement } from './ledger'
import { afterCommit } from './after-commit'
import { orderLink } from './order-link'
import { PaymentOrder } from './payment-order.entity'
import { PaymentTrade } from './payment-trade.entity'
import type { PurposeOwners } from './purpose-owner'
import { lockPaidTrade, reserveRefund } from './reserve-refund'
import { relayPaid } from './tell-platform'

/** `paid`: kept, now or before. `differs`: not what we asked for; an alarm, nothing else. */
export type Settled = 'paid' | 'not_paid' | 'differs'

type Paid = Trade & { transactionId: string; paidAt: Date }

/** What WeChat tells as paid always names transaction, payer and time (wechat/pay/trade.ts). */
const isPaid = (told: Trade): told is Paid => told.state === 'SUCCESS' || told.state === 'REFUND'

const doubtAbout = ({ pay, cipher }: Context, trade: PaymentTrade, told: Paid): AlarmKind | null => {
  if (told.appid !== pay?.appid || told.mchid !== pay.mchid) return 'merchant_differs'
  if (told.currency !== 'CNY') return 'currency_differs'
  if (told.total !== trade.amount) return 'amount_differs'
  if (told.openid === null || cipher.index(told.openid, 'openid') !== trade.openidIndex) return 'payer_differs'
  return trade.transactionId && trade.transactionId !== told.transactionId ? 'transaction_differs' : null
}

/** In the order's own transaction: the outbox row, the audit row, the message. */
const tellOfPayment = async (tx: Tx, order: PaymentOrder, trade: PaymentTrade, now: Date): Promise<void> => {
  const { orderId, personId, institutionId, amount, what } = order
  await relayPaid(tx, order, now)
  const { accountId } = trade
  const access = { personId, institutionId, accountId, role: 'resident', purpose: null, requestId: null }
  await recordAccess(tx, { at: now, action: 'payments.paid', ...access, details: { orderId } })
  const institution = (await institutionNames(tx, [institutionId])).get(institutionId)
  const facts = { institution, what, amount: String(amount), state: '已付款', time: now.toISOString() }
  const key = `payment:${orderId}:paid`
  await tell(tx, [{ kind: 'payment', key, personId, payerId: accountId, facts, link: orderLink(orderId), at: now }])
}

const refundReasons = {
  cancelled: '付款时已经取消，钱原路退回',
  late: '付款到账时已过付款时间，钱原路退回',
  duplicate: '这笔费用付了两次，多付的原路退回',
} as const

/** The trade's money is credited, and given back at once where there is a `reason`. */
const credit = async (tx: Tx, trade: PaymentTrade, account: string, at: Date, reason?: keyof typeof refundReasons) => {
  const { outTradeNo, orderId, amount, paidAt } = trade
  await tx.update(PaymentTrade, { outTradeNo }, { credited: account })
  const accounts = { debit: wechatAccount, credit: account }
  await writeMovement(tx, { movement: `payment:${outTradeNo}`, orderId, amount, ...accounts, at: paidAt! })
  if (!reason) return
  const locked = await lockPaidTrade(tx, outTradeNo)
  await reserveRefund(tx, locked, { reason, words: refundReasons[reason], amount, at })
}

/** The trade was changed to paid by this transaction: it pays its order, which is returned, or else goes back. */
const claim = async (tx: Tx, owners: PurposeOwners, trade: PaymentTrade, now: Date): Promise<PaymentOrder | null> => {
  const { orderId, outTradeNo: paidTradeNo, paidAt } = trade
  const paid = { state: 'paid' as const, paidTradeNo, paidAt, version: 1, nextStepAt: null, failures: 0 }
  const { affected } = await tx.update(PaymentOrder, { orderId, state: 'open' }, paid)
  const order = await tx.findOneByOrFail(PaymentOrder, { orderId })
  if (!affected) {
    await credit(tx, trade, unclaimed, now, order.state === 'paid' ? 'duplicate' : 'late')
    return null
  }
  const { purpose, purposeId, institutionId, givenUpAt } = order
  const wanted = givenUpAt ? 'unwanted' : await owners[purpose].paid(tx, { purposeId, at: now })
  const reason = wanted === 'unwanted' ? 'cancelled' : undefined
  await credit(tx, trade, institutionAccount(institutionId), now, reason)
  await tellOfPayment(tx, order, trade, now)
  // Another account's trade may still be open: the expiry job closes it.
  const rival = await tx.existsBy(PaymentTrade, { orderId, state: 'open' })
  if (rival) await tx.update(PaymentOrder, { orderId }, { nextStepAt: now })
  return order
}

const keep = async (tx: Tx, owners: PurposeOwners, told: Paid, now: Date): Promise<PaymentOrder | null> => {
  const { outTradeNo, transactionId, paidAt } = told
  const paid = { state: 'paid' as const, liveKey: null, nextQueryAt: null, transactionId, paidAt }
  const { affected } = await tx.update(PaymentTrade, { outTradeNo, state: Not('paid') }, paid)
  return affected ? claim(tx, owners, await tx.findOneByOrFail(PaymentTrade, { outTradeNo }), now) : null
}

/** Any number of times, in any order: what was paid is kept once. */
export const settle = async (context: Context, owners: PurposeOwners, told: Trade): Promise<Settled> => {
  if (!isPaid(told)) return 'not_paid'
  const { db, clock } = context
  const trade = await db.manager.findOneBy(PaymentTrade, { outTradeNo: told.outTradeNo })
  let doubt = trade ? doubtAbout(context, trade, told) : 'unknown_order'
  if (trade && !doubt && trade.state !== 'paid')
    try {
      const order = await transaction(db, tx => keep(tx, owners, told, clock.now()))
      if (order) await afterCommit(context, owners, order)
    } catch (error) {
      // Another trade was paid by this very transaction.
      if (!isDuplicate(error)) throw error
      doubt = 'transaction_differs'
    }
  if (!doubt) return 'paid'
  await raiseAlarm(context, doubt, told.outTradeNo)
  return 'differs'
}
