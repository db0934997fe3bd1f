import { Column, Entity, PrimaryColumn } from 'typeorm'

/**
 * A segment of a session (≤ 30 minutes) and its numbers. Always, by every writer:
 *   capacity = public_remaining + contracted_remaining + referral_remaining + held + live bookings.
 * Counters change only through slot-counters.ts (conditional UPDATEs).
 */
@Entity('appointment_slot')
export class AppointmentSlot {
  @PrimaryColumn({ name: 'slot_id', type: 'varchar', length: 64 })
  slotId: string
  @Column({ name: 'session_id', type: 'varchar', length: 64 })
  sessionId: string
  @Column({ name: 'starts_at', type: 'datetime', precision: 3 })
  startsAt: Date
  @Column({ name: 'ends_at', type: 'datetime', precision: 3 })
  endsAt: Date
  @Column({ name: 'state', type: 'varchar', length: 10 })
  state: 'open' | 'stopped'
  @Column({ name: 'capacity', type: 'int' })
  capacity: number
  @Column({ name: 'public_remaining', type: 'int' })
  publicRemaining: number
  @Column({ name: 'contracted_remaining', type: 'int' })
  contractedRemaining: number
  @Column({ name: 'referral_remaining', type: 'int' })
  referralRemaining: number
  /** Numbers kept for somebody on the wait-list until the offer ends. */
  @Column({ name: 'held', type: 'int', default: 0 })
  held: number
  /** Numbers the platform took away while they were booked: the next ones given back are not free again. */
  @Column({ name: 'owed', type: 'int', default: 0 })
  owed: number
  /** The shares as the platform last told them: a change is the difference to these. */
  @Column({ name: 'public_announced', type: 'int' })
  publicAnnounced: number
  @Column({ name: 'contracted_announced', type: 'int' })
  contractedAnnounced: number
  @Column({ name: 'referral_announced', type: 'int' })
  referralAnnounced: number
  /** When unused reserved numbers went back to the public pool; from then on everything given back is public. */
  @Column({ name: 'reserved_returned_at', type: 'datetime', precision: 3, nullable: true })
  reservedReturnedAt: Date | null
  @Column({ name: 'platform_updated_at', type: 'datetime', precision: 3 })
  platformUpdatedAt: Date
}
