import { Column, Entity, PrimaryColumn } from 'typeorm'

/** No booking by phone at one institution until a day, after too many no-shows (爽约); always with a way out. */
@Entity('no_show_block')
export class NoShowBlock {
  @PrimaryColumn({ name: 'block_id', type: 'char', length: 36 })
  blockId: string
  @Column({ name: 'person_id', type: 'char', length: 36 })
  personId: string
  @Column({ name: 'institution_id', type: 'varchar', length: 64 })
  institutionId: string
  /** `<person>:<institution>` until lifted or ended: one live block per person and institution. */
  @Column({ name: 'live_key', type: 'varchar', length: 110, nullable: true })
  liveKey: string | null
  @Column({ name: 'starts_on', type: 'date' })
  startsOn: string
  /** Last blocked day. */
  @Column({ name: 'ends_on', type: 'date' })
  endsOn: string
  @Column({ name: 'no_shows', type: 'int' })
  noShows: number
  /** The no-show that brought it on; taking that back takes the block back. */
  @Column({ name: 'caused_by', type: 'char', length: 36, nullable: true })
  causedBy: string | null
  @Column({ name: 'created_at', type: 'datetime', precision: 3 })
  createdAt: Date
  @Column({ name: 'lifted_at', type: 'datetime', precision: 3, nullable: true })
  liftedAt: Date | null
  @Column({ name: 'lifted_by', type: 'char', length: 36, nullable: true })
  liftedBy: string | null
  @Column({ name: 'appeal_state', type: 'varchar', length: 10, nullable: true })
  appealState: 'open' | 'lifted' | 'upheld' | null
  /** Encrypted (field `statement`), as the answer is. */
  @Column({ name: 'appeal_statement', type: 'text', nullable: true })
  appealStatement: string | null
  @Column({ name: 'appealed_at', type: 'datetime', precision: 3, nullable: true })
  appealedAt: Date | null
  @Column({ name: 'answer', type: 'text', nullable: true })
  answer: string | null
  @Column({ name: 'answered_at', type: 'datetime', precision: 3, nullable: true })
  answeredAt: Date | null
}
