import type { MessageKind } from 'shared/notifications/contract'
import { Column, Entity, PrimaryColumn } from 'typeorm'

/** Something that people are told: written with what happened, handed out by the job behind it. */
@Entity('message_event')
export class MessageEvent {
  @PrimaryColumn({ name: 'event_id', type: 'char', length: 36 })
  eventId: string
  /** What happened; unique with the person, or the account, so that nobody is told of it twice. */
  @Column({ name: 'event_key', type: 'varchar', length: 120 })
  eventKey: string
  @Column({ name: 'kind', type: 'varchar', length: 24 })
  kind: MessageKind
  /** Whom it is about; null: nobody, it is told to `accountId` alone. */
  @Column({ name: 'person_id', type: 'char', length: 36, nullable: true })
  personId: string | null
  @Column({ name: 'account_id', type: 'char', length: 36, nullable: true })
  accountId: string | null
  /** The account whose money it is, told besides the person. */
  @Column({ name: 'payer_id', type: 'char', length: 36, nullable: true })
  payerId: string | null
  /** Sealed JSON (field `message`). */
  @Column({ name: 'facts', type: 'text' })
  facts: string
  @Column({ name: 'link', type: 'varchar', length: 255 })
  link: string
  @Column({ name: 'urgent', type: 'boolean' })
  urgent: boolean
  @Column({ name: 'at', type: 'datetime', precision: 3 })
  at: Date
  @Column({ name: 'useless_after', type: 'datetime', precision: 3, nullable: true })
  uselessAfter: Date | null
  @Column({ name: 'state', type: 'varchar', length: 8 })
  state: 'waiting' | 'told'
}
