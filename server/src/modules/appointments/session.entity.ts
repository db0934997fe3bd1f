import { Column, Entity, PrimaryColumn } from 'typeorm'

/** One doctor, one department, one half day. Its institution is its department's. */
@Entity('appointment_session')
export class AppointmentSession {
  @PrimaryColumn({ name: 'session_id', type: 'varchar', length: 64 })
  sessionId: string
  @Column({ name: 'department_id', type: 'varchar', length: 64 })
  departmentId: string
  @Column({ name: 'doctor_id', type: 'varchar', length: 64 })
  doctorId: string
  @Column({ name: 'grade', type: 'varchar', length: 10 })
  grade: 'ordinary' | 'expert'
  /** County day, `YYYY-MM-DD`. */
  @Column({ name: 'day', type: 'date' })
  day: string
  @Column({ name: 'period', type: 'varchar', length: 10 })
  period: 'morning' | 'afternoon' | 'evening'
  /** County clock times, `HH:mm`. */
  @Column({ name: 'starts_at', type: 'char', length: 5 })
  startsAt: string
  @Column({ name: 'ends_at', type: 'char', length: 5 })
  endsAt: string
  @Column({ name: 'place', type: 'varchar', length: 255, nullable: true })
  place: string | null
  /** Fen; 0 is free, null what the platform tells nothing of (shared/appointments/fees). */
  @Column({ name: 'fee', type: 'int', nullable: true })
  fee: number | null
  @Column({ name: 'state', type: 'varchar', length: 10 })
  state: 'open' | 'stopped'
  @Column({ name: 'stop_reason', type: 'varchar', length: 255, nullable: true })
  stopReason: string | null
  /** A session that the clinic stopped here stays stopped whatever an older platform message says. */
  @Column({ name: 'stopped_by', type: 'varchar', length: 16, nullable: true })
  stoppedBy: 'clinic' | 'county_platform' | null
  /** The last queue number given at check-in; taken by `queue_number + 1` in one UPDATE. */
  @Column({ name: 'last_queue_number', type: 'int', default: 0 })
  lastQueueNumber: number
  /** How often a booking moved from here to another session: a desk's list must learn that a row left it. */
  @Column({ name: 'moved_away', type: 'int', default: 0 })
  movedAway: number
  @Column({ name: 'platform_updated_at', type: 'datetime', precision: 3 })
  platformUpdatedAt: Date
}
