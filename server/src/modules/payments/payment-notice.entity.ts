import { Column, Entity, PrimaryColumn } from 'typeorm'

/** A notice of WeChat's that was dealt with: once is enough. */
@Entity('payment_notice')
export class PaymentNotice {
  @PrimaryColumn({ name: 'notice_id', type: 'varchar', length: 64 })
  noticeId: string
  @Column({ name: 'received_at', type: 'datetime', precision: 3 })
  receivedAt: Date
}
