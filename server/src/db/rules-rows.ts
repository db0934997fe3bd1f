/** What an institution may set for itself, and who changed what: the same columns for each service that has rules. */
import { Column, PrimaryColumn } from 'typeorm'

/** No row means the defaults. */
export abstract class RulesRow<Rules> {
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
export abstract class RulesChangeRow {
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
  /** As shown: 县级管理员 王*. */
  @Column({ name: 'by_name', type: 'varchar', length: 120 })
  byName: string
  @Column({ name: 'what', type: 'json' })
  what: string[]
}
