/** Instants are milliseconds since 1970, amounts integer fen. */
export type Order = {
  prepayId: string
  prepaidAt: number
  appid: string
  mchid: string
  outTradeNo: string
  description: string
  attach: string | null
  notifyUrl: string
  total: number
  openid: string
  createdAt: number
  /** `time_expire`: no payment after it, yet the order stays open. */
  expiresAt: number | null
  state: 'NOTPAY' | 'SUCCESS' | 'CLOSED'
  transactionId: string | null
  paidAt: number | null
  /** The parameters as they were sent: the same number must come with the same ones. */
  request: string
}

export const refundStatuses = ['PROCESSING', 'SUCCESS', 'CLOSED', 'ABNORMAL'] as const
export type RefundStatus = (typeof refundStatuses)[number]

export type Refund = {
  refundId: string
  outRefundNo: string
  outTradeNo: string
  transactionId: string
  amount: number
  total: number
  reason: string | null
  notifyUrl: string | null
  createdAt: number
  status: RefundStatus
  /** What will become of it, in this order, the first at `settlesAt`. */
  coming: RefundStatus[]
  settlesAt: number | null
  /** When it reached its present status. */
  changedAt: number
  request: string
}

export type Callback = {
  id: string
  eventType: 'TRANSACTION.SUCCESS' | 'REFUND.SUCCESS' | 'REFUND.ABNORMAL' | 'REFUND.CLOSED'
  /** The order's or the refund's number at the merchant. */
  about: string
  url: string
  /** What is encrypted. */
  content: Record<string, unknown>
  createdAt: number
  attempts: number
  /** `held`: goes out after the next one (a misbehaviour). `lost`: never goes out. */
  state: 'waiting' | 'held' | 'acknowledged' | 'given-up' | 'lost'
  /** When it is tried next. */
  nextAt: number
}
