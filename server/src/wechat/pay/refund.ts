/** What WeChat says about a refund, in an answer as in a notice. */
import * as z from 'zod'
import { fen, instantOrNull, textOrNull } from './trade'

/** PROCESSING → SUCCESS (final) | CLOSED (another try needs a new number) | ABNORMAL (may still become SUCCESS). */
export type RefundState = 'PROCESSING' | 'SUCCESS' | 'CLOSED' | 'ABNORMAL'

/** Amounts are fen: `refund` given back by this refund, `total` of the order. */
export interface WechatRefund {
  outTradeNo: string
  outRefundNo: string
  refundId: string
  state: RefundState
  refund: number
  total: number
  settledAt: Date | null
  /** Where the money went, in WeChat's words: 支付用户零钱, a bank and the end of a card's number. */
  receivedBy: string | null
}

const State = z.enum(['PROCESSING', 'SUCCESS', 'CLOSED', 'ABNORMAL'])
const RefundFields = z
  .object({
    out_trade_no: z.string(),
    out_refund_no: z.string(),
    refund_id: z.string().min(1),
    // An answer says `status`, a notice `refund_status`.
    status: State.optional(),
    refund_status: State.optional(),
    amount: z.object({ refund: fen, total: fen }),
    success_time: instantOrNull,
    user_received_account: textOrNull,
  })
  .transform(({ status, refund_status, ...rest }) => ({ ...rest, state: status ?? refund_status }))

/** @returns null when it is not what the protocol says */
export const readRefund = (fields: unknown): WechatRefund | null => {
  const read = RefundFields.safeParse(fields)
  if (!read.success) return null
  const { out_trade_no, out_refund_no, refund_id, state, amount, success_time, user_received_account } = read.data
  if (!state) return null
  return {
    outTradeNo: out_trade_no,
    outRefundNo: out_refund_no,
    refundId: refund_id,
    state,
    refund: amount.refund,
    total: amount.total,
    settledAt: success_time,
    receivedBy: user_received_account,
  }
}
