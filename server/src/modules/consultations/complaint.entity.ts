import { Column, Entity, PrimaryColumn } from 'typeorm'

@Entity('consultation_complaint')
export class ConsultationComplaint {
  @PrimaryColumn({ name: 'complaint_id', type: 'char', length: 36 })
  complaintId: string
  @Column({ name: 'consultation_id', type: 'char', length: 36 })
  consultationId: string
  /** The consultation's id while open, unique; null once answered. */
  @Column({ name: 'open_key', type: 'char', length: 36, nullable: true })
  openKey: string | null
  @Column({ name: 'account_id', type: 'char', length: 36 })
  accountId: string
  /** Sealed. */
  @Column({ name: 'statement', type: 'text' })
  statement: string
  /** Sealed. */
  @Column({ name: 'answer', type: 'text', nullable: true })
  answer: string | null
  @Column({ name: 'created_at', type: 'datetime', precision: 3 })
  createdAt: Date
  @Column({ name: 'answered_at', type: 'datetime', precision: 3, nullable: true })
  answeredAt: Date | null
}
