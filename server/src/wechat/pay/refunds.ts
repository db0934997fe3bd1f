import { ask, askOrNull, refundNumber, tradeNumber, wholeFen } from './ask'
import { forgedAnswer, unreadable } from './problems'
import { readRefund, type WechatRefund } from './refund'
import type { SignedRequests } from './signed-requests'

export interface AskedRefund {
  outTradeNo: string
  /** 1–64 of `[A-Za-z0-9_-]`. The same number gives back once, however often it is asked. */
  outRefundNo: string
  amount: number
  /** What the order cost. */
  total: number
  /** The person reads it in WeChat; cut to 80 characters. */
  reason: string
}

const longestReason = 80

const refundOf = (answer: { status: number; data?: unknown }, outRefundNo: string): WechatRefund => {
  const refund = readRefund(answer.data)
  if (!refund) throw unreadable(answer.status)
  if (refund.outRefundNo !== outRefundNo) throw forgedAnswer(answer.status, 'another refund')
  return refund
}

/** @throws WechatPayError */
export const askRefund = async (requests: SignedRequests, asked: AskedRefund): Promise<WechatRefund> => {
  const params = {
    out_trade_no: tradeNumber(asked.outTradeNo),
    out_refund_no: refundNumber(asked.outRefundNo),
    reason: [...asked.reason].slice(0, longestReason).join(''),
    notify_url: requests.merchant.notifyUrl,
    amount: { refund: wholeFen(asked.amount), total: wholeFen(asked.total), currency: 'CNY' },
  }
  const answer = await ask(requests, () => requests.refunds(params))
  const refund = refundOf(answer, asked.outRefundNo)
  if (refund.outTradeNo !== asked.outTradeNo) throw forgedAnswer(answer.status, 'another order')
  return refund
}

/** @throws WechatPayError */
export const queryRefund = async (requests: SignedRequests, outRefundNo: string): Promise<WechatRefund | null> => {
  const number = refundNumber(outRefundNo)
  const none = ['RESOURCE_NOT_EXISTS', 'REFUND_NOT_EXISTS']
  const answer = await askOrNull(requests, none, () => requests.find_refunds(number))
  return answer && refundOf(answer, number)
}
