import { Column, Entity, PrimaryColumn } from 'typeorm'

/** What was said in a consultation. The phone makes the id, so that a repeat is the same message. */
@Entity('consultation_message')
export class ConsultationMessage {
  @PrimaryColumn({ name: 'message_id', type: 'char', length: 36 })
  messageId: string
  @Column({ name: 'consultation_id', type: 'char', length: 36 })
  consultationId: string
  /** Unique in the consultation; null while held or when refused. */
  @Column({ name: 'seq', type: 'int', nullable: true })
  seq: number | null
  @Column({ name: 'state', type: 'varchar', length: 8 })
  state: 'sent' | 'held' | 'refused'
  @Column({ name: 'author', type: 'varchar', length: 8 })
  author: 'resident' | 'doctor' | 'service'
  /** Null for the service. */
  @Column({ name: 'account_id', type: 'char', length: 36, nullable: true })
  accountId: string | null
  /** The doctor who wrote: another one after a transfer. */
  @Column({ name: 'doctor_id', type: 'varchar', length: 64, nullable: true })
  doctorId: string | null
  /** Sealed, as shown: 本人, 女儿 王*; the doctor's full name. */
  @Column({ name: 'author_name', type: 'text' })
  authorName: string
  @Column({ name: 'kind', type: 'varchar', length: 8 })
  kind: 'text' | 'picture' | 'sound' | 'note'
  /** Sealed. */
  @Column({ name: 'text', type: 'text', nullable: true })
  text: string | null
  @Column({ name: 'attachment_id', type: 'char', length: 36, nullable: true })
  attachmentId: string | null
  /** WeChat's trace of a text that it has not judged yet. */
  @Column({ name: 'check_trace', type: 'varchar', length: 128, nullable: true })
  checkTrace: string | null
  /** When it took its number; until then when it was written. */
  @Column({ name: 'at', type: 'datetime', precision: 3 })
  at: Date
}
