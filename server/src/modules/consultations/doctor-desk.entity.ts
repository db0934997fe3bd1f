import { Column, Entity, PrimaryColumn } from 'typeorm'

/** How a doctor answers online at one institution; no row: never on duty. */
@Entity('consultation_desk')
export class DoctorDesk {
  @PrimaryColumn({ name: 'doctor_id', type: 'varchar', length: 64 })
  doctorId: string
  @PrimaryColumn({ name: 'institution_id', type: 'varchar', length: 64 })
  institutionId: string
  @Column({ name: 'on_duty', type: 'boolean' })
  onDuty: boolean
  /** null: the institution's cap. */
  @Column({ name: 'daily_cap', type: 'int', nullable: true })
  dailyCap: number | null
  /** JSON: PreQuestion[]. */
  @Column({ name: 'questions', type: 'text' })
  questions: string
  @Column({ name: 'updated_at', type: 'datetime', precision: 3 })
  updatedAt: Date
}
