import { Column, Entity, PrimaryColumn } from 'typeorm'

export interface Difference {
  businessKey: string
  kind: 'missing_there' | 'missing_here' | 'status_differs' | 'duplicate_there'
  repaired: boolean
}

/** One comparison of both sides over a range of county days. */
@Entity('reconciliation')
export class Reconciliation {
  @PrimaryColumn({ name: 'reconciliation_id', type: 'char', length: 36 })
  reconciliationId: string
  @Column({ name: 'from_day', type: 'date' })
  from: string
  @Column({ name: 'to_day', type: 'date' })
  to: string
  @Column({ name: 'finished_at', type: 'datetime', precision: 3 })
  finishedAt: Date
  @Column({ name: 'compared', type: 'int' })
  compared: number
  @Column({ name: 'repaired', type: 'int' })
  repaired: number
  @Column({ name: 'differences', type: 'json' })
  differences: Difference[]
}
