import type { AttachmentKind, AttachmentState } from 'shared/attachments/contract'
import { Column, Entity, PrimaryColumn } from 'typeorm'

/** To what a used one belongs; who may see it is for that feature to say (owner.ts). */
export type OwnerKind = 'consultation'

/** One picture or piece of sound. The bytes are in the store, encrypted with a key of their own. */
@Entity('attachment')
export class Attachment {
  @PrimaryColumn({ name: 'attachment_id', type: 'char', length: 36 })
  attachmentId: string
  /** Who uploaded it. */
  @Column({ name: 'account_id', type: 'char', length: 36 })
  accountId: string
  @Column({ name: 'kind', type: 'varchar', length: 8 })
  kind: AttachmentKind
  /** `storing`: on its way into the store, as good as not there. */
  @Column({ name: 'state', type: 'varchar', length: 8 })
  state: AttachmentState | 'storing'
  /** Of what we encoded: `image/jpeg`, `audio/mpeg` … */
  @Column({ name: 'media_type', type: 'varchar', length: 16 })
  mediaType: string
  @Column({ name: 'width', type: 'int', nullable: true })
  width: number | null
  @Column({ name: 'height', type: 'int', nullable: true })
  height: number | null
  @Column({ name: 'seconds', type: 'int', nullable: true })
  seconds: number | null
  /** The key of its bytes, sealed (field `attachment_key`); null once it is deleted: then nobody can read them. */
  @Column({ name: 'sealed_key', type: 'varchar', length: 255, nullable: true })
  sealedKey: string | null
  /** Both null until it is used. */
  @Column({ name: 'owner_kind', type: 'varchar', length: 16, nullable: true })
  ownerKind: OwnerKind | null
  @Column({ name: 'owner_id', type: 'char', length: 36, nullable: true })
  ownerId: string | null
  @Column({ name: 'created_at', type: 'datetime', precision: 3 })
  createdAt: Date
  /** While held: when the content check is asked next. */
  @Column({ name: 'check_at', type: 'datetime', precision: 3, nullable: true })
  checkAt: Date | null
  /** Gone for everybody; a job removes the bytes and then this row. */
  @Column({ name: 'deleted_at', type: 'datetime', precision: 3, nullable: true })
  deletedAt: Date | null
}
