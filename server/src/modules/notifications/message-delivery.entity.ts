import { Column, Entity, PrimaryColumn } from 'typeorm'

export type Channel = 'wechat' | 'sms'

/**
 * One message by one channel beside the inbox. `sending` is written before the channel is asked: neither channel can be
 * asked twice for one message, so a row found in `sending` after a crash becomes `unknown` and is never repeated.
 */
@Entity('message_delivery')
export class MessageDelivery {
  @PrimaryColumn({ name: 'delivery_id', type: 'char', length: 36 })
  deliveryId: string
  @Column({ name: 'message_id', type: 'char', length: 36 })
  messageId: string
  @Column({ name: 'channel', type: 'varchar', length: 8 })
  channel: Channel
  @Column({ name: 'state', type: 'varchar', length: 8 })
  state: 'waiting' | 'sending' | 'sent' | 'failed' | 'unknown' | 'skipped'
  @Column({ name: 'due_at', type: 'datetime', precision: 3 })
  dueAt: Date
  @Column({ name: 'attempts', type: 'int', default: 0 })
  attempts: number
  @Column({ name: 'sending_until', type: 'datetime', precision: 3, nullable: true })
  sendingUntil: Date | null
  @Column({ name: 'ended_at', type: 'datetime', precision: 3, nullable: true })
  endedAt: Date | null
  /** A word for the operator: `read`, `no_quota`, `timeout`. */
  @Column({ name: 'reason', type: 'varchar', length: 40, nullable: true })
  reason: string | null
}
