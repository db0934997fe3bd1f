/** What WeChat says about an order, in an answer as in a notice. */
import * as z from 'zod'

export type TradeState = 'SUCCESS' | 'REFUND' | 'NOTPAY' | 'CLOSED' | 'REVOKED' | 'USERPAYING' | 'PAYERROR'

/** Amounts are fen. Of an order nobody paid WeChat tells little: `total` is then 0 when it was left out. */
export interface Trade {
  appid: string
  mchid: string
  outTradeNo: string
  state: TradeState
  transactionId: string | null
  openid: string | null
  /** What the order costs. */
  total: number
  /** What the person paid; less than `total` with coupons. */
  payerTotal: number | null
  currency: string
  paidAt: Date | null
}

/** WeChat leaves out what it has no value for, or writes an empty text. */
export const textOrNull = z
  .string()
  .nullish()
  .transform(text => text || null)
const instant = z.iso.datetime({ offset: true }).transform(text => new Date(text))
export const instantOrNull = z
  .union([z.literal('').transform(() => null), instant])
  .nullish()
  .transform(at => at ?? null)
export const fen = z.int().min(0)

const TradeFields = z.object({
  appid: z.string(),
  mchid: z.string(),
  out_trade_no: z.string(),
  trade_state: z.enum(['SUCCESS', 'REFUND', 'NOTPAY', 'CLOSED', 'REVOKED', 'USERPAYING', 'PAYERROR']),
  transaction_id: textOrNull,
  payer: z.object({ openid: textOrNull }).nullish(),
  amount: z.object({ total: fen.nullish(), payer_total: fen.nullish(), currency: textOrNull }).nullish(),
  success_time: instantOrNull,
})

const isPaid = (state: TradeState): boolean => state === 'SUCCESS' || state === 'REFUND'

/** @returns null when it is not what the protocol says, or a paid order lacks what was paid, when and by whom */
export const readTrade = (fields: unknown): Trade | null => {
  const read = TradeFields.safeParse(fields)
  if (!read.success) return null
  const { appid, mchid, out_trade_no, trade_state, transaction_id, payer, amount, success_time } = read.data
  const openid = payer?.openid ?? null
  const complete = transaction_id && openid && success_time && amount?.total != null
  if (isPaid(trade_state) && !complete) return null
  return {
    appid,
    mchid,
    outTradeNo: out_trade_no,
    state: trade_state,
    transactionId: transaction_id,
    openid,
    total: amount?.total ?? 0,
    payerTotal: amount?.payer_total ?? null,
    // Optional, and CNY unless said otherwise.
    currency: amount?.currency ?? 'CNY',
    paidAt: success_time,
  }
}
