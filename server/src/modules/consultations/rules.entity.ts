import type { ConsultationRules as Rules } from 'shared/consultations/admin-contract'
import { Column, Entity, PrimaryColumn } from 'typeorm'

/** What an institution set for online consultation; no row means the defaults. */
@Entity('consultation_rules')
export class ConsultationRules {
  @PrimaryColumn({ name: 'institution_id', type: 'varchar', length: 64 })
  institutionId: string
  @Column({ name: 'rules', type: 'json' })
  rules: Rules
  @Column({ name: 'version', type: 'int' })
  version: number
  @Column({ name: 'updated_at', type: 'datetime', precision: 3 })
  updatedAt: Date
}

/** Who changed which rule, in words. */
@Entity('consultation_rules_change')
export class ConsultationRulesChange {
  @PrimaryColumn({ name: 'change_id', type: 'char', length: 36 })
  changeId: string
  @Column({ name: 'institution_id', type: 'varchar', length: 64 })
  institutionId: string
  @Column({ name: 'version', type: 'int' })
  version: number
  @Column({ name: 'at', type: 'datetime', precision: 3 })
  at: Date
  @Column({ name: 'account_id', type: 'char', length: 36 })
  accountId: string
  @Column({ name: 'by_name', type: 'varchar', length: 120 })
  byName: string
  @Column({ name: 'what', type: 'json' })
  what: string[]
}
