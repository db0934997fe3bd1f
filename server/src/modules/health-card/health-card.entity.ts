import { Column, Entity, PrimaryColumn } from 'typeorm'

/** A person's e-health card, as the card authority told it last; no row while none is open. */
@Entity('health_card')
export class HealthCard {
  @PrimaryColumn({ name: 'person_id', type: 'char', length: 36 })
  personId: string
  /** Sealed. */
  @Column({ name: 'card_number', type: 'varchar', length: 255 })
  cardNumber: string
  @Column({ name: 'state', type: 'varchar', length: 8 })
  state: 'active' | 'frozen'
  @Column({ name: 'opened_at', type: 'datetime', precision: 3 })
  openedAt: Date
  /** The account that opened it. */
  @Column({ name: 'opened_by', type: 'char', length: 36 })
  openedBy: string
  @Column({ name: 'updated_at', type: 'datetime', precision: 3 })
  updatedAt: Date
  /** A change is under way at the authority; after this time it is taken for lost. */
  @Column({ name: 'changing_until', type: 'datetime', precision: 3, nullable: true })
  changingUntil: Date | null
}
