import { Column, Entity, PrimaryColumn } from 'typeorm'

/** How often something was tried of late: a number guessed, a code sent. Outlives the account that tried. */
@Entity('attempt_count')
export class AttemptCount {
  /** What is counted and against whom: keyed indexes and ids, nothing that can be read. */
  @PrimaryColumn({ name: 'subject', type: 'varchar', length: 160 })
  subject: string
  @Column({ name: 'spent', type: 'int' })
  spent: number
  /** Begin of the window that `spent` counts in. */
  @Column({ name: 'first_at', type: 'datetime', precision: 3 })
  firstAt: Date
  @Column({ name: 'last_at', type: 'datetime', precision: 3 })
  lastAt: Date
}
