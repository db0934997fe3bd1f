import { Column, Entity, PrimaryColumn } from 'typeorm'

/** Something that happened here and that the county platform must know, once and in order per business key. */
@Entity('outbox_event')
export class OutboxEvent {
  @PrimaryColumn({ name: 'event_id', type: 'char', length: 36 })
  eventId: string
  @Column({ name: 'kind', type: 'varchar', length: 40 })
  kind: string
  /** `appointment:<id>`: events of one key go in order of `version`, one in flight. */
  @Column({ name: 'business_key', type: 'varchar', length: 80 })
  businessKey: string
  @Column({ name: 'version', type: 'int' })
  version: number
  /** What changed, without private data: that stays in the business row, which is read when the event is sent. */
  @Column({ name: 'data', type: 'json' })
  data: Record<string, unknown>
  @Column({ name: 'state', type: 'varchar', length: 12 })
  state: 'waiting' | 'delivered' | 'dead'
  @Column({ name: 'attempts', type: 'int', default: 0 })
  attempts: number
  @Column({ name: 'next_attempt_at', type: 'datetime', precision: 3 })
  nextAttemptAt: Date
  @Column({ name: 'lease_owner', type: 'char', length: 36, nullable: true })
  leaseOwner: string | null
  @Column({ name: 'lease_until', type: 'datetime', precision: 3, nullable: true })
  leaseUntil: Date | null
  /** Why the platform refused it, in the platform's own words. */
  @Column({ name: 'reason', type: 'varchar', length: 500, nullable: true })
  reason: string | null
  @Column({ name: 'created_at', type: 'datetime', precision: 3 })
  createdAt: Date
  @Column({ name: 'delivered_at', type: 'datetime', precision: 3, nullable: true })
  deliveredAt: Date | null
}
