import type { OrderState, Purpose } from 'shared/payments/model'
import { Column, Entity, PrimaryColumn } from 'typeorm'

/** What somebody is to pay for one purpose. How it is tried to be paid at WeChat are its trades. */
@Entity('payment_order')
export class PaymentOrder {
  @PrimaryColumn({ name: 'order_id', type: 'char', length: 36 })
  orderId: string
  @Column({ name: 'purpose', type: 'varchar', length: 20 })
  purpose: Purpose
  /** Id of the row that the purpose's owner keeps; another one after a move. */
  @Column({ name: 'purpose_id', type: 'char', length: 36 })
  purposeId: string
  /** `<purpose>:<purpose id>`, unique; null once closed. */
  @Column({ name: 'live_key', type: 'varchar', length: 60, nullable: true })
  liveKey: string | null
  @Column({ name: 'person_id', type: 'char', length: 36 })
  personId: string
  /** Who opened it. */
  @Column({ name: 'account_id', type: 'char', length: 36 })
  accountId: string
  @Column({ name: 'institution_id', type: 'varchar', length: 64 })
  institutionId: string
  /** Fen. */
  @Column({ name: 'amount', type: 'int' })
  amount: number
  /** 11月22日 上午 内科 李明 挂号费. */
  @Column({ name: 'what', type: 'varchar', length: 200 })
  what: string
  @Column({ name: 'valid_until', type: 'datetime', precision: 3 })
  validUntil: Date
  @Column({ name: 'state', type: 'varchar', length: 10 })
  state: OrderState
  /** No longer wanted: it is closed at WeChat as soon as that can be, and refunded if it was paid meanwhile. */
  @Column({ name: 'given_up_at', type: 'datetime', precision: 3, nullable: true })
  givenUpAt: Date | null
  /** The trade that paid it. */
  @Column({ name: 'paid_trade_no', type: 'varchar', length: 32, nullable: true })
  paidTradeNo: string | null
  @Column({ name: 'paid_at', type: 'datetime', precision: 3, nullable: true })
  paidAt: Date | null
  /** 0 until paid, then one more with every outbox event (kind `invoice`): paid is 1, each refund that arrived adds one. */
  @Column({ name: 'version', type: 'int' })
  version: number
  /** When the expiry job looks at it (also its lease: taken by moving it on); null when nothing is left to do. */
  @Column({ name: 'next_step_at', type: 'datetime', precision: 3, nullable: true })
  nextStepAt: Date | null
  /** Steps that failed one after another. */
  @Column({ name: 'failures', type: 'int' })
  failures: number
  @Column({ name: 'created_at', type: 'datetime', precision: 3 })
  createdAt: Date
}
