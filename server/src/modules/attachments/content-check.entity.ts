import { Column, Entity, PrimaryColumn } from 'typeorm'
import type { OwnerKind } from './attachment.entity'

/** A question to WeChat's content check: its answer comes later and names it. One attachment may be asked about again. */
@Entity('content_ask')
export class ContentAsk {
  @PrimaryColumn({ name: 'trace_id', type: 'varchar', length: 64 })
  traceId: string
  @Column({ name: 'attachment_id', type: 'char', length: 36 })
  attachmentId: string
  @Column({ name: 'asked_at', type: 'datetime', precision: 3 })
  askedAt: Date
}

/** Words that could not be checked when they were sent. */
@Entity('held_text')
export class HeldText {
  /** The owner's own id of what these words are. */
  @PrimaryColumn({ name: 'text_id', type: 'char', length: 36 })
  textId: string
  /** Who wrote them. */
  @Column({ name: 'account_id', type: 'char', length: 36 })
  accountId: string
  @Column({ name: 'owner_kind', type: 'varchar', length: 16 })
  ownerKind: OwnerKind
  @Column({ name: 'owner_id', type: 'char', length: 36 })
  ownerId: string
  /** Sealed (field `statement`). */
  @Column({ name: 'words', type: 'mediumtext' })
  words: string
  @Column({ name: 'check_at', type: 'datetime', precision: 3 })
  checkAt: Date
}
