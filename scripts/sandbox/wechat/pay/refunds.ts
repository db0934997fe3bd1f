import { type z } from 'zod'
import { announce } from './announce'
import { PayRefusal } from './errors'
import { type refundFields } from './fields'
import { newRefundId, rfc3339 } from './numbers'
import { findOrder } from './orders'
import { type Pay } from './pay'
import { type Order, type Refund, type RefundStatus } from './records'

const partsAllowed = 50

/** Accepts a refund, no more. The same number with the same parameters answers again. @throws PayRefusal */
export function acceptRefund(pay: Pay, fields: z.infer<typeof refundFields>, request: string): Refund {
  const known = pay.books.refund(fields.out_refund_no)
  if (known) {
    if (known.request === request) return known
    throw new PayRefusal('PARAM_ERROR', '订单金额或退款金额与之前请求不一致，请核实后再试')
  }
  const order = fields.transaction_id
    ? findOrder(pay, 'id', fields.transaction_id)
    : findOrder(pay, 'out-trade-no', fields.out_trade_no!)
  checkAmount(pay, order, fields.amount)
  const now = pay.clock.now()
  const refund: Refund = {
    refundId: newRefundId(now),
    outRefundNo: fields.out_refund_no,
    outTradeNo: order.outTradeNo,
    transactionId: order.transactionId!,
    amount: fields.amount.refund,
    total: order.total,
    reason: fields.reason ?? null,
    notifyUrl: fields.notify_url ?? null,
    createdAt: now,
    status: 'PROCESSING',
    ...fate(pay, now),
    changedAt: now,
    request,
  }
  pay.books.save({ refunds: [refund] })
  return refund
}

function checkAmount(pay: Pay, order: Order, amount: { refund: number; total: number }): void {
  if (order.state !== 'SUCCESS') throw new PayRefusal('INVALID_REQUEST', '订单未支付，不能退款')
  if (amount.total !== order.total) throw new PayRefusal('PARAM_ERROR', '订单金额与原订单不一致')
  const standing = pay.books.refundsOf(order.outTradeNo).filter(({ status }) => status !== 'CLOSED')
  if (standing.length >= partsAllowed) throw new PayRefusal('RULELIMIT', '单笔订单最多支持50次部分退款')
  const refunded = standing.reduce((sum, refund) => sum + refund.amount, 0)
  if (refunded + amount.refund > order.total) throw new PayRefusal('INVALID_REQUEST', '累计退款金额大于支付金额')
}

const fates: Record<string, RefundStatus[]> = {
  abnormal: ['ABNORMAL'],
  'abnormal-then-success': ['ABNORMAL', 'SUCCESS'],
  closed: ['CLOSED'],
  stuck: [],
}

function fate(pay: Pay, now: number): Pick<Refund, 'coming' | 'settlesAt'> {
  const coming = fates[pay.faults.take('refund')?.what ?? ''] ?? ['SUCCESS']
  return { coming, settlesAt: coming.length > 0 ? now + pay.settings.refundSeconds * 1000 : null }
}

/** Lets time do its work: every refund whose hour has come goes on. */
export function settleRefunds(pay: Pay): void {
  for (const refund of pay.books.unsettled()) {
    let current = refund
    while (current.settlesAt !== null && current.settlesAt <= pay.clock.now()) {
      current = becomes(pay, current, current.coming[0]!, current.coming.slice(1), current.settlesAt)
    }
  }
}

/** A refund reaches `status` at once, whatever was to come. Null when there is no such refund, or its end was reached. */
export function settleRefund(pay: Pay, outRefundNo: string, status: RefundStatus): Refund | null {
  const refund = pay.books.refund(outRefundNo)
  if (!refund || refund.status === 'SUCCESS' || refund.status === 'CLOSED') return null
  return becomes(pay, refund, status, [], pay.clock.now())
}

function becomes(pay: Pay, refund: Refund, status: RefundStatus, coming: RefundStatus[], at: number): Refund {
  const settlesAt = coming.length > 0 ? at + pay.settings.refundSeconds * 1000 : null
  const next: Refund = { ...refund, status, coming, settlesAt, changedAt: at }
  const told = next.notifyUrl !== null && status !== 'PROCESSING'
  const callback =
    told &&
    announce(pay, {
      eventType: `REFUND.${status}`,
      about: next.outRefundNo,
      url: next.notifyUrl!,
      content: refundNews(pay, next),
    })
  pay.books.save({ refunds: [next], callbacks: callback ? [callback] : [] })
  return next
}

const receivedBy = '支付用户零钱'

/** What the API answers about a refund. */
export function describeRefund(refund: Refund): Record<string, unknown> {
  const { amount, total } = refund
  return {
    refund_id: refund.refundId,
    out_refund_no: refund.outRefundNo,
    transaction_id: refund.transactionId,
    out_trade_no: refund.outTradeNo,
    channel: 'ORIGINAL',
    user_received_account: receivedBy,
    ...(refund.status === 'SUCCESS' && { success_time: rfc3339(refund.changedAt) }),
    create_time: rfc3339(refund.createdAt),
    status: refund.status,
    funds_account: 'UNSETTLED',
    amount: {
      total,
      refund: amount,
      payer_total: total,
      payer_refund: amount,
      settlement_refund: amount,
      settlement_total: total,
      discount_refund: 0,
      currency: 'CNY',
      from: [],
    },
    promotion_detail: [],
  }
}

/** What the callback encrypts: here the word is `refund_status`. */
function refundNews({ keys }: Pay, refund: Refund): Record<string, unknown> {
  return {
    mchid: keys.mchid,
    transaction_id: refund.transactionId,
    out_trade_no: refund.outTradeNo,
    refund_id: refund.refundId,
    out_refund_no: refund.outRefundNo,
    refund_status: refund.status,
    ...(refund.status === 'SUCCESS' && { success_time: rfc3339(refund.changedAt) }),
    user_received_account: receivedBy,
    amount: { total: refund.total, refund: refund.amount, payer_total: refund.total, payer_refund: refund.amount },
  }
}
