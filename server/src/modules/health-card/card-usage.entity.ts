import { Column, Entity, PrimaryColumn } from 'typeorm'
import type { CardStep } from './steps'

/** One verification of a card that belongs to somebody. */
@Entity('card_usage')
export class CardUsage {
  @PrimaryColumn({ name: 'usage_id', type: 'char', length: 36 })
  usageId: string
  @Column({ name: 'person_id', type: 'char', length: 36 })
  personId: string
  @Column({ name: 'institution_id', type: 'varchar', length: 64 })
  institutionId: string
  @Column({ name: 'step', type: 'varchar', length: 16 })
  step: CardStep
  @Column({ name: 'outcome', type: 'varchar', length: 8 })
  outcome: 'valid' | 'void'
  @Column({ name: 'used_at', type: 'datetime', precision: 3 })
  usedAt: Date
  /** Who verified it. */
  @Column({ name: 'account_id', type: 'char', length: 36 })
  accountId: string
}
