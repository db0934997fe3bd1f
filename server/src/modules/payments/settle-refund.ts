/** Every word of WeChat's about a refund is kept here, whoever brought it. SUCCESS is final. */
import { In, Not } from 'typeorm'
import type { Context } from '../../context'
import { type Tx, transaction } from '../../db/transaction'
import type { WechatRefund } from '../../wechat/pay'
import { recordAccess } from '../audit'
import { institutionNames } from '../directory'
import { tell } from '../notifications'
import { raiseAlarm } from './alarms'
import { refundPayable, wechatAccount, writeMovement } from './ledger'
import { orderLink } from './order-link'
import { PaymentOrder } from './payment-order.entity'
import { PaymentRefund } from './payment-refund.entity'
import type { PaymentTrade } from './payment-trade.entity'
import type { PurposeOwners } from './purpose-owner'
import { readRefundNumber, refundNumber } from './refund-number'
import { lockPaidTrade } from './reserve-refund'
import type { Settled } from './settle'
import { relayRefunded } from './tell-platform'

/** A number that WeChat closed is not asked with again at once. */
const pauseAfterCloseMs = 60_000

const allIsBack = async (tx: Tx, { outTradeNo, amount }: PaymentTrade): Promise<boolean> => {
  const arrived = await tx.sum(PaymentRefund, 'amount', { outTradeNo, state: 'success' })
  return Number(arrived) >= amount
}

type Keep = { context: Context; owners: PurposeOwners; refund: PaymentRefund; told: WechatRefund }

const tellOfRefund = async (tx: Tx, { context, refund }: Keep, order: PaymentOrder, payerId: string, now: Date) => {
  const { orderId, personId, institutionId, what } = order
  const { refundId, amount, words, statement } = refund
  const access = { accountId: null, role: null, purpose: null, requestId: null, personId, institutionId }
  await recordAccess(tx, { at: now, action: 'payments.refunded', ...access, details: { orderId, refundId } })
  const institution = (await institutionNames(tx, [institutionId])).get(institutionId)
  const time = now.toISOString()
  const reason = statement === null ? words : context.cipher.open(statement, 'statement')
  const facts = { institution, what, amount: String(amount), reason, state: '已退款', time }
  const key = `refund:${refundId}`
  await tell(tx, [{ kind: 'refund', key, personId, payerId, facts, link: orderLink(orderId), at: now }])
}

/** What was paid late or twice never was the order's, so neither the owner nor the county platform hears of it. */
const tellOwner = async (tx: Tx, owners: PurposeOwners, trade: PaymentTrade, refundId: string, at: Date) => {
  const { orderId, outTradeNo } = trade
  const next = { version: () => 'version + 1' }
  const { affected } = await tx.update(PaymentOrder, { orderId, paidTradeNo: outTradeNo }, next)
  const order = await tx.findOneByOrFail(PaymentOrder, { orderId })
  if (!affected) return order
  const { purpose, purposeId } = order
  const all = await allIsBack(tx, trade)
  await relayRefunded(tx, order, { refundId, allIsBack: all }, at)
  if (all) await owners[purpose].refunded(tx, { purposeId, at })
  return order
}

const succeed = async (tx: Tx, keep: Keep, now: Date): Promise<void> => {
  const { context, owners, refund, told } = keep
  const { refundId, orderId, amount } = refund
  // Of several refunds that arrive at once, the last one must see the others.
  const trade = await lockPaidTrade(tx, refund.outTradeNo)
  const settledAt = told.settledAt ?? now
  const receivedBy = told.receivedBy && context.cipher.seal(told.receivedBy.slice(0, 100), 'statement')
  const done = { state: 'success' as const, settledAt, receivedBy, wechatRefundId: told.refundId, nextStepAt: null }
  const { affected } = await tx.update(PaymentRefund, { refundId, state: Not('success') }, done)
  if (!affected) return
  const accounts = { debit: refundPayable, credit: wechatAccount }
  await writeMovement(tx, { movement: `refunded:${refundId}`, orderId, amount, ...accounts, at: settledAt })
  const order = await tellOwner(tx, owners, trade, refundId, now)
  await tellOfRefund(tx, keep, order, trade.accountId, now)
}

/** @returns whether this word was news. */
const keepOther = async (tx: Tx, { refund, told }: Keep, now: Date): Promise<boolean> => {
  const { refundId, tries } = refund
  if (told.state === 'CLOSED') {
    const again = { tries: tries + 1, outRefundNo: refundNumber(refundId, tries + 1), state: 'processing' as const }
    const nextStepAt = new Date(now.getTime() + pauseAfterCloseMs * tries)
    const { affected } = await tx.update(
      PaymentRefund,
      { refundId, tries, state: Not('success') },
      { ...again, nextStepAt },
    )
    return affected === 1
  }
  const [before, state] =
    told.state === 'ABNORMAL'
      ? [In(['requested', 'processing']), 'abnormal' as const]
      : ['requested' as const, 'processing' as const]
  const { affected } = await tx.update(
    PaymentRefund,
    { refundId, tries, state: before },
    { state, wechatRefundId: told.refundId },
  )
  return affected === 1
}

const keepRefund = async (keep: Keep): Promise<void> => {
  const { context, told, refund } = keep
  const { db, clock } = context
  if (told.state === 'SUCCESS') return transaction(db, tx => succeed(tx, keep, clock.now()))
  const news = await transaction(db, tx => keepOther(tx, keep, clock.now()))
  if (news && told.state === 'CLOSED') await raiseAlarm(context, 'refund_closed', refund.refundId)
  if (news && told.state === 'ABNORMAL') await raiseAlarm(context, 'refund_abnormal', refund.refundId)
}

/** Any number of times, in any order. `paid` means kept, now or before. */
export const settleRefund = async (
  context: Context,
  owners: PurposeOwners,
  told: WechatRefund,
): Promise<Exclude<Settled, 'not_paid'>> => {
  const number = readRefundNumber(told.outRefundNo)
  const refund = number && (await context.db.manager.findOneBy(PaymentRefund, { refundId: number.refundId }))
  const order = refund && (await context.db.manager.findOneBy(PaymentOrder, { orderId: refund.orderId }))
  if (!refund || !order || number.tries > refund.tries || refund.state === 'withdrawn') {
    await raiseAlarm(context, 'unknown_refund', told.outRefundNo)
    return 'differs'
  }
  const same = told.outTradeNo === refund.outTradeNo && told.refund === refund.amount && told.total === order.amount
  // Of an earlier number WeChat said that it is closed, which is an end.
  const contradicts = number.tries < refund.tries && told.state !== 'CLOSED'
  if (!same || contradicts) {
    await raiseAlarm(context, 'refund_differs', told.outRefundNo)
    return 'differs'
  }
  if (number.tries === refund.tries) await keepRefund({ context, owners, refund, told })
  return 'paid'
}
