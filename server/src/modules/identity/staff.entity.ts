import { Column, Entity, PrimaryColumn } from 'typeorm'

/** One position of one account at one institution. */
@Entity('staff')
export class Staff {
  @PrimaryColumn({ name: 'staff_id', type: 'char', length: 36 })
  staffId: string
  @Column({ name: 'account_id', type: 'char', length: 36 })
  accountId: string
  @Column({ name: 'role', type: 'varchar', length: 16 })
  role: 'doctor' | 'staff' | 'administrator'
  @Column({ name: 'institution_id', type: 'varchar', length: 64 })
  institutionId: string
  @Column({ name: 'practitioner_id', type: 'varchar', length: 64, nullable: true })
  practitionerId: string | null
  /** Sealed. */
  @Column({ name: 'display_name', type: 'varchar', length: 400 })
  displayName: string
  @Column({ name: 'created_at', type: 'datetime', precision: 3 })
  createdAt: Date
  @Column({ name: 'disabled_at', type: 'datetime', precision: 3, nullable: true })
  disabledAt: Date | null
  @Column({ name: 'disabled_reason', type: 'varchar', length: 200, nullable: true })
  disabledReason: string | null
}
