import type { AppointmentStatus, PaymentState, Pool } from 'shared/appointments/model'
import type { UndoableChange } from 'shared/appointments/state-machine'
import { Column, Entity, PrimaryColumn } from 'typeorm'

/** Who made a change, as `LastChange.by` tells it. */
export type ChangedBy = 'self' | 'proxy' | 'doctor' | 'clinic' | 'county_platform' | 'system'

/** What an undo puts back. */
export interface UndoState {
  change: UndoableChange
  status: AppointmentStatus
  queueNumber: number | null
  arrivedAt: string | null
  calledAt: string | null
  /** Whether a refusal sent the fee back. */
  paid?: boolean
  /** What a refusal freed. */
  keys?: Pick<Appointment, 'liveKey' | 'departmentDayKey' | 'phoneMonthKey' | 'followUpKey'>
}

/** One number taken for one person. A change is a conditional UPDATE on `version` that adds one to it. */
@Entity('appointment')
export class Appointment {
  @PrimaryColumn({ name: 'appointment_id', type: 'char', length: 36 })
  appointmentId: string
  @Column({ name: 'person_id', type: 'char', length: 36 })
  personId: string
  /** The account that took the number. */
  @Column({ name: 'account_id', type: 'char', length: 36 })
  accountId: string
  @Column({ name: 'slot_id', type: 'varchar', length: 64 })
  slotId: string
  @Column({ name: 'session_id', type: 'varchar', length: 64 })
  sessionId: string
  /** Institution, department, doctor and day of the session, repeated here for lists and limits. */
  @Column({ name: 'institution_id', type: 'varchar', length: 64 })
  institutionId: string
  @Column({ name: 'department_id', type: 'varchar', length: 64 })
  departmentId: string
  @Column({ name: 'doctor_id', type: 'varchar', length: 64 })
  doctorId: string
  @Column({ name: 'day', type: 'date' })
  day: string
  /**
   * Unique with person and day, and kept after the end: one more than the highest number seen when it was checked
   * against the person's other visits. Null: booked before these were numbered.
   */
  @Column({ name: 'visit_no', type: 'int', nullable: true })
  visitNo: number | null
  @Column({ name: 'pool', type: 'varchar', length: 10 })
  pool: Pool
  @Column({ name: 'status', type: 'varchar', length: 10 })
  status: AppointmentStatus
  /** Starts at 1, one more with each change; the outbox event of a change carries it. */
  @Column({ name: 'version', type: 'int' })
  version: number

  /**
   * Unique while they are not null; a cancel sets all of them to null (see limit-keys.ts):
   * `<person>:<session>`, one booking per person and session;
   * `<person>:<department>:<day>:<n>` with n up to the limit;
   * `<limit owner>:<month>:<n>` with n up to the limit;
   * the visit whose free follow-up this is.
   */
  @Column({ name: 'live_key', type: 'varchar', length: 110, nullable: true })
  liveKey: string | null
  @Column({ name: 'department_day_key', type: 'varchar', length: 120, nullable: true })
  departmentDayKey: string | null
  @Column({ name: 'phone_month_key', type: 'varchar', length: 80, nullable: true })
  phoneMonthKey: string | null
  @Column({ name: 'follow_up_key', type: 'char', length: 36, nullable: true })
  followUpKey: string | null

  /** The visit whose free follow-up number this is (kept after a cancel, unlike the key). */
  @Column({ name: 'follow_up_of', type: 'char', length: 36, nullable: true })
  followUpOf: string | null
  /** Fen, as told when it was booked. */
  @Column({ name: 'fee', type: 'int' })
  fee: number
  /** null: nothing to pay on the phone (free, or paid at the window). `due` only while `pending`. */
  @Column({ name: 'payment_state', type: 'varchar', length: 10, nullable: true })
  paymentState: PaymentState | null
  @Column({ name: 'queue_number', type: 'int', nullable: true })
  queueNumber: number | null
  @Column({ name: 'arrived_at', type: 'datetime', precision: 3, nullable: true })
  arrivedAt: Date | null
  @Column({ name: 'called_at', type: 'datetime', precision: 3, nullable: true })
  calledAt: Date | null
  @Column({ name: 'created_at', type: 'datetime', precision: 3 })
  createdAt: Date

  @Column({ name: 'last_change_at', type: 'datetime', precision: 3 })
  lastChangeAt: Date
  @Column({ name: 'last_change_by', type: 'varchar', length: 16 })
  lastChangeBy: ChangedBy
  /** As shown: 本人, 代办人 林*, the institution's name. Never a full name of a resident. */
  @Column({ name: 'last_change_by_name', type: 'varchar', length: 120 })
  lastChangeByName: string
  /** Encrypted (field `statement`): people write about their health here. */
  @Column({ name: 'last_change_reason', type: 'text', nullable: true })
  lastChangeReason: string | null

  /** What the desk can take back, by whom, until when. */
  @Column({ name: 'undo_state', type: 'json', nullable: true })
  undoState: UndoState | null
  @Column({ name: 'undo_by', type: 'char', length: 36, nullable: true })
  undoBy: string | null
  @Column({ name: 'undo_until', type: 'datetime', precision: 3, nullable: true })
  undoUntil: Date | null
}
