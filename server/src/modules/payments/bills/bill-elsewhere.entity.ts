import { Entity, PrimaryColumn } from 'typeorm'

/** A bill's line that our books have on another day: a refund that took days, money booked after midnight. */
@Entity('bill_elsewhere')
export class BillElsewhere {
  /** `refund`: a line of the trade bill; `flow`: of the fund-flow bill. */
  @PrimaryColumn({ name: 'what', type: 'varchar', length: 10 })
  what: 'refund' | 'flow'
  @PrimaryColumn({ name: 'number', type: 'varchar', length: 64 })
  number: string
  @PrimaryColumn({ name: 'day', type: 'date' })
  day: string
}
