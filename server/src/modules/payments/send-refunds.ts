/** Refunds on their way: asked with the same number until WeChat tells their end. */
import { In, LessThanOrEqual } from 'typeorm'
import type { Context } from '../../context'
import type { WechatRefund } from '../../wechat/pay'
import { raiseAlarm } from './alarms'
import { afterFailures, askAgain } from './backoff'
import { heard, isRefusal } from './heard'
import { inTurn } from './in-turn'
import { PaymentRefund } from './payment-refund.entity'
import { PaymentTrade } from './payment-trade.entity'
import type { PurposeOwners } from './purpose-owner'
import { settleRefund } from './settle-refund'

const batch = 200
/** Longer than one refund's questions to WeChat can take. */
const leaseMs = 120_000
const underWay = In(['requested', 'processing', 'abnormal'])

type Pay = NonNullable<Context['pay']>

/** From here on it cannot be withdrawn: WeChat may hear of it. */
const claim = async ({ db, clock }: Context, refund: PaymentRefund): Promise<boolean> => {
  const { refundId, nextStepAt, askedAt } = refund
  const now = clock.now()
  const mine = { refundId, state: underWay, nextStepAt: nextStepAt! }
  const taken = { nextStepAt: new Date(now.getTime() + leaseMs), askedAt: askedAt ?? now }
  return (await db.manager.update(PaymentRefund, mine, taken)).affected === 1
}

const request = async ({ db }: Context, pay: Pay, refund: PaymentRefund): Promise<WechatRefund> => {
  const { outTradeNo, outRefundNo, amount, words } = refund
  const { amount: total } = await db.manager.findOneByOrFail(PaymentTrade, { outTradeNo })
  return pay.refund({ outTradeNo, outRefundNo, amount, total, reason: words })
}

/** First whether WeChat knows it already: an answer may have been lost. */
const askOrRequest = async (context: Context, pay: Pay, refund: PaymentRefund): Promise<WechatRefund> =>
  (refund.askedAt && (await pay.queryRefund(refund.outRefundNo))) ?? request(context, pay, refund)

const goOn = async (context: Context, owners: PurposeOwners, pay: Pay, refund: PaymentRefund): Promise<boolean> => {
  if (!(await claim(context, refund))) return true
  const { db, clock, config } = context
  const { refundId, outRefundNo, tries, failures } = refund
  const told = await heard(context, refundId, askOrRequest(context, pay, refund))
  const still = { refundId, tries, state: underWay }
  if (isRefusal(told)) {
    if (!told.retry && told.code !== 'FORGED_ANSWER') await raiseAlarm(context, 'refund_refused', outRefundNo)
    const nextStepAt = afterFailures(failures, clock.now())
    await db.manager.update(PaymentRefund, still, { nextStepAt, failures: failures + 1 })
    return false
  }
  await settleRefund(context, owners, told)
  // Of what has not reached its end, and did not begin anew under another number.
  const nextStepAt = askAgain(refund.askedAt ?? clock.now(), config.PAYMENT_POLL_SECONDS * 1000, clock.now())
  await db.manager.update(PaymentRefund, still, { nextStepAt, failures: 0 })
  return true
}

export const sendRefunds = async (context: Context, owners: PurposeOwners): Promise<void> => {
  const { db, clock, pay } = context
  if (!pay) return
  const where = { state: underWay, nextStepAt: LessThanOrEqual(clock.now()) }
  const due = await db.manager.find(PaymentRefund, { where, order: { nextStepAt: 'ASC' }, take: batch })
  await inTurn(due, refund => goOn(context, owners, pay, refund))
}
