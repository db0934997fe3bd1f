import { Column, Entity, PrimaryColumn } from 'typeorm'

/** Words that a doctor uses often; without a doctor: the county's education template. */
@Entity('consultation_phrase')
export class ConsultationPhrase {
  @PrimaryColumn({ name: 'phrase_id', type: 'char', length: 36 })
  phraseId: string
  @Column({ name: 'doctor_id', type: 'varchar', length: 64, nullable: true })
  doctorId: string | null
  @Column({ name: 'kind', type: 'varchar', length: 10 })
  kind: 'quick' | 'education'
  @Column({ name: 'title', type: 'varchar', length: 60, nullable: true })
  title: string | null
  @Column({ name: 'text', type: 'text' })
  text: string
  @Column({ name: 'created_at', type: 'datetime', precision: 3 })
  createdAt: Date
}
