import type { RefundReason, RefundState } from 'shared/payments/model'
import { Column, Entity, PrimaryColumn } from 'typeorm'

/** Money to be given back from one trade. Its number at WeChat is asked with again and again until its end is known. */
@Entity('payment_refund')
export class PaymentRefund {
  @PrimaryColumn({ name: 'refund_id', type: 'char', length: 36 })
  refundId: string
  @Column({ name: 'order_id', type: 'char', length: 36 })
  orderId: string
  @Column({ name: 'out_trade_no', type: 'varchar', length: 32 })
  outTradeNo: string
  /** 商户退款单号, of the try under way; refund-number.ts tells those of earlier tries. */
  @Column({ name: 'out_refund_no', type: 'varchar', length: 64 })
  outRefundNo: string
  /** 1, and one more each time WeChat closed it and another number was needed. */
  @Column({ name: 'tries', type: 'int' })
  tries: number
  /** Fen. */
  @Column({ name: 'amount', type: 'int' })
  amount: number
  @Column({ name: 'reason', type: 'varchar', length: 10 })
  reason: RefundReason
  /** Ours, nothing private. */
  @Column({ name: 'words', type: 'varchar', length: 200 })
  words: string
  /** What a clerk wrote, sealed (field `statement`); shown in place of `words`. */
  @Column({ name: 'statement', type: 'text', nullable: true })
  statement: string | null
  /** Who asked for it; null for the system. */
  @Column({ name: 'account_id', type: 'char', length: 36, nullable: true })
  accountId: string | null
  /** `withdrawn`: taken back before WeChat heard of it; nobody is shown it. */
  @Column({ name: 'state', type: 'varchar', length: 10 })
  state: RefundState | 'withdrawn'
  /** Until then it can be withdrawn. */
  @Column({ name: 'not_before', type: 'datetime', precision: 3 })
  notBefore: Date
  /** When WeChat was first asked. */
  @Column({ name: 'asked_at', type: 'datetime', precision: 3, nullable: true })
  askedAt: Date | null
  /** When the refund job goes on with it (also its lease); null at its end. */
  @Column({ name: 'next_step_at', type: 'datetime', precision: 3, nullable: true })
  nextStepAt: Date | null
  @Column({ name: 'failures', type: 'int' })
  failures: number
  @Column({ name: 'requested_at', type: 'datetime', precision: 3 })
  requestedAt: Date
  @Column({ name: 'settled_at', type: 'datetime', precision: 3, nullable: true })
  settledAt: Date | null
  /** 微信退款单号. */
  @Column({ name: 'wechat_refund_id', type: 'varchar', length: 64, nullable: true })
  wechatRefundId: string | null
  /** Where the money went, sealed (field `statement`). */
  @Column({ name: 'received_by', type: 'varchar', length: 500, nullable: true })
  receivedBy: string | null
}
