import { Column, Entity, PrimaryColumn } from 'typeorm'

/** When a job ran, runs next, and which process holds it now. */
@Entity('job_record')
export class JobRecord {
  @PrimaryColumn({ name: 'name', type: 'varchar', length: 60 })
  name: string
  @Column({ name: 'lease_owner', type: 'char', length: 36, nullable: true })
  leaseOwner: string | null
  @Column({ name: 'lease_until', type: 'datetime', precision: 3 })
  leaseUntil: Date
  @Column({ name: 'next_run_at', type: 'datetime', precision: 3 })
  nextRunAt: Date
  @Column({ name: 'last_started_at', type: 'datetime', precision: 3, nullable: true })
  lastStartedAt: Date | null
  @Column({ name: 'last_finished_at', type: 'datetime', precision: 3, nullable: true })
  lastFinishedAt: Date | null
  @Column({ name: 'last_took_ms', type: 'int', nullable: true })
  lastTookMs: number | null
  /** Runs that failed one after another. */
  @Column({ name: 'failures', type: 'int', default: 0 })
  failures: number
  @Column({ name: 'last_error', type: 'varchar', length: 500, nullable: true })
  lastError: string | null
}
