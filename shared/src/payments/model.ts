/** The words of 付款 that the resident's, the desk's and the administrator's contracts share. */
import * as z from 'zod/mini'
import { Fen, Id, Instant, growing } from '../kernel/schemas'

/** What an order is for. The feature that owns the purpose decides what being paid means. */
export const purposes = ['appointment', 'consultation'] as const
export const Purpose = z.enum(purposes)
export type Purpose = z.infer<typeof Purpose>

/** `closed`: can no longer be paid. An order that is paid stays `paid`, whatever was refunded of it. */
export const orderStates = ['open', 'paid', 'closed'] as const
export const OrderState = z.enum(orderStates)
export type OrderState = z.infer<typeof OrderState>

export const refundReasons = ['cancelled', 'refused', 'stopped', 'duplicate', 'late', 'staff'] as const
export const RefundReason = z.enum(refundReasons)
export type RefundReason = z.infer<typeof RefundReason>

/** `requested` is ours alone; the others are WeChat's words (CLOSED begins anew under another number: `processing`). */
export const RefundState = z.enum(['requested', 'processing', 'success', 'abnormal'])
export type RefundState = z.infer<typeof RefundState>

export const Refund = z.object({
  refundId: Id,
  amount: Fen,
  reason: RefundReason,
  /** Who decided it and why, in words a person reads. */
  words: z.string(),
  state: RefundState,
  requestedAt: Instant,
  settledAt: z.nullable(Instant),
  /** Where the money went, in the bank's words: 招商银行信用卡0403, 支付用户零钱. */
  receivedBy: z.nullable(z.string()),
})
export type Refund = z.infer<typeof Refund>

export const Order = z.object({
  orderId: Id,
  purpose: Purpose,
  purposeId: Id,
  personId: Id,
  /** Masked unless the reader's role allows. */
  personName: z.string(),
  /** 11月22日 上午 内科 李明 挂号费. */
  what: z.string(),
  /** The institution's name. */
  payee: z.string(),
  amount: Fen,
  state: OrderState,
  createdAt: Instant,
  /** Until when it can be paid, while open. */
  payBefore: z.nullable(Instant),
  paidAt: z.nullable(Instant),
  refunds: z.array(Refund),
  can: z.object({ pay: z.boolean() }),
})
export type Order = z.infer<typeof Order>

/** In a list, where what it is for is told in words. */
export const OrderLine = z.extend(Order, { purpose: growing(purposes) })
export type OrderLine = z.infer<typeof OrderLine>

/** What wx.requestPayment is called with; the app id, which WeChat adds itself, is for its stand-in in a browser. */
export const PaymentParameters = z.object({
  appId: z.string(),
  timeStamp: z.string(),
  nonceStr: z.string(),
  package: z.string(),
  signType: z.literal('RSA'),
  paySign: z.string(),
})
export type PaymentParameters = z.infer<typeof PaymentParameters>
