import { Column, Entity, PrimaryColumn } from 'typeorm'

/** Somebody who waits for a number of a full session (候补). */
@Entity('waitlist_entry')
export class WaitlistEntry {
  @PrimaryColumn({ name: 'entry_id', type: 'char', length: 36 })
  entryId: string
  @Column({ name: 'person_id', type: 'char', length: 36 })
  personId: string
  @Column({ name: 'account_id', type: 'char', length: 36 })
  accountId: string
  @Column({ name: 'session_id', type: 'varchar', length: 64 })
  sessionId: string
  @Column({ name: 'institution_id', type: 'varchar', length: 64 })
  institutionId: string
  @Column({ name: 'department_id', type: 'varchar', length: 64 })
  departmentId: string
  @Column({ name: 'day', type: 'date' })
  day: string
  @Column({ name: 'state', type: 'varchar', length: 10 })
  state: 'waiting' | 'offered' | 'accepted' | 'declined' | 'expired' | 'cancelled'
  /** `<person>:<session>` while waiting or offered. */
  @Column({ name: 'live_key', type: 'varchar', length: 110, nullable: true })
  liveKey: string | null
  /** The offered slot: one of its numbers is in the slot's `held` while the state is `offered`. */
  @Column({ name: 'offered_slot_id', type: 'varchar', length: 64, nullable: true })
  offeredSlotId: string | null
  @Column({ name: 'offered_at', type: 'datetime', precision: 3, nullable: true })
  offeredAt: Date | null
  @Column({ name: 'offer_expires_at', type: 'datetime', precision: 3, nullable: true })
  offerExpiresAt: Date | null
  @Column({ name: 'created_at', type: 'datetime', precision: 3 })
  createdAt: Date
  @Column({ name: 'changed_at', type: 'datetime', precision: 3 })
  changedAt: Date
}
