import { Column, Entity, PrimaryColumn } from 'typeorm'

/** A signed version of the summary; rows are only ever added. */
@Entity('consultation_summary')
export class ConsultationSummary {
  @PrimaryColumn({ name: 'consultation_id', type: 'char', length: 36 })
  consultationId: string
  /** 1, 2, 3 …: each after the first amends the one before. */
  @PrimaryColumn({ name: 'version', type: 'int' })
  version: number
  /** Sealed: the very text that was signed (canonical JSON). */
  @Column({ name: 'document', type: 'mediumtext' })
  document: string
  /** SHA-256 of that text, hex; the next version's text holds it. */
  @Column({ name: 'document_hash', type: 'char', length: 64 })
  documentHash: string
  /** Base64. */
  @Column({ name: 'signature', type: 'varchar', length: 200 })
  signature: string
  @Column({ name: 'key_id', type: 'char', length: 36 })
  keyId: string
  @Column({ name: 'doctor_id', type: 'varchar', length: 64 })
  doctorId: string
  @Column({ name: 'signed_at', type: 'datetime', precision: 3 })
  signedAt: Date
}
