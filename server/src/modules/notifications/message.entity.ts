import type { MessageKind } from 'shared/notifications/contract'
import { Column, Entity, PrimaryColumn } from 'typeorm'

/** One event in one account's inbox. What it says stands in the event. */
@Entity('message')
export class InboxMessage {
  @PrimaryColumn({ name: 'message_id', type: 'char', length: 36 })
  messageId: string
  @Column({ name: 'event_id', type: 'char', length: 36 })
  eventId: string
  @Column({ name: 'account_id', type: 'char', length: 36 })
  accountId: string
  /** Person and kind of the event, repeated here: both decide whether the account may still see it. */
  @Column({ name: 'person_id', type: 'char', length: 36, nullable: true })
  personId: string | null
  @Column({ name: 'kind', type: 'varchar', length: 24 })
  kind: MessageKind
  /** Why this account has it; without a person it is its own. `payer`: its own money, also when it may act for the person no more. */
  @Column({ name: 'ground', type: 'varchar', length: 8 })
  ground: 'self' | 'acting' | 'payer'
  @Column({ name: 'at', type: 'datetime', precision: 3 })
  at: Date
  @Column({ name: 'read_at', type: 'datetime', precision: 3, nullable: true })
  readAt: Date | null
}
