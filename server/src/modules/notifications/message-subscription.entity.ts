import { Column, Entity, PrimaryColumn } from 'typeorm'

/** What an account answered to WeChat's prompt for one template, and what is left of it. */
@Entity('message_subscription')
export class MessageSubscription {
  @PrimaryColumn({ name: 'account_id', type: 'char', length: 36 })
  accountId: string
  @PrimaryColumn({ name: 'template_id', type: 'varchar', length: 128 })
  templateId: string
  /** Accepted and not taken back; of a long-term template that is enough for any number of messages. */
  @Column({ name: 'accepted', type: 'boolean' })
  accepted: boolean
  /** Messages of a one-time template that WeChat will still take: one for each accept. */
  @Column({ name: 'remaining', type: 'int' })
  remaining: number
  @Column({ name: 'refused_at', type: 'datetime', precision: 3, nullable: true })
  refusedAt: Date | null
  @Column({ name: 'changed_at', type: 'datetime', precision: 3 })
  changedAt: Date
}
