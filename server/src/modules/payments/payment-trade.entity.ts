import { Column, Entity, PrimaryColumn } from 'typeorm'

/**
 * One charge at WeChat, by our number for it. An order has one open trade at a time, and another one for each other
 * WeChat account that begins to pay: WeChat binds a number to the payer. `closed` may still become `paid` (late).
 */
@Entity('payment_trade')
export class PaymentTrade {
  /** 商户订单号. */
  @PrimaryColumn({ name: 'out_trade_no', type: 'varchar', length: 32 })
  outTradeNo: string
  @Column({ name: 'order_id', type: 'char', length: 36 })
  orderId: string
  /** The order's id while open, unique: one open trade per order. */
  @Column({ name: 'live_key', type: 'char', length: 36, nullable: true })
  liveKey: string | null
  /** The account whose WeChat pays. */
  @Column({ name: 'account_id', type: 'char', length: 36 })
  accountId: string
  /** Keyed index of the payer's openid (field `openid`). */
  @Column({ name: 'openid_index', type: 'char', length: 64 })
  openidIndex: string
  /** Fen. */
  @Column({ name: 'amount', type: 'int' })
  amount: number
  /** As told to WeChat: the same number must always come with the same words. */
  @Column({ name: 'description', type: 'varchar', length: 127 })
  description: string
  @Column({ name: 'expires_at', type: 'datetime', precision: 3 })
  expiresAt: Date
  @Column({ name: 'state', type: 'varchar', length: 10 })
  state: 'open' | 'paid' | 'closed'
  /** Null until WeChat gave one: nobody can pay before. It lives two hours. */
  @Column({ name: 'prepay_id', type: 'varchar', length: 64, nullable: true })
  prepayId: string | null
  @Column({ name: 'prepaid_at', type: 'datetime', precision: 3, nullable: true })
  prepaidAt: Date | null
  /** When WeChat is asked about it if nothing was heard; also the polling job's lease. */
  @Column({ name: 'next_query_at', type: 'datetime', precision: 3, nullable: true })
  nextQueryAt: Date | null
  /** 微信支付订单号. */
  @Column({ name: 'transaction_id', type: 'varchar', length: 32, nullable: true })
  transactionId: string | null
  @Column({ name: 'paid_at', type: 'datetime', precision: 3, nullable: true })
  paidAt: Date | null
  /** The ledger's account that has the money: the institution's, or `unclaimed` (late or paid twice). */
  @Column({ name: 'credited', type: 'varchar', length: 80, nullable: true })
  credited: string | null
  /** Fen of it that refunds have taken, whatever has become of them: never more than `amount`. */
  @Column({ name: 'reserved', type: 'int' })
  reserved: number
  @Column({ name: 'created_at', type: 'datetime', precision: 3 })
  createdAt: Date
}
