import type { DayState } from 'shared/payments/admin-contract'
import { Column, Entity, PrimaryColumn } from 'typeorm'

/** How a day's bills were found to compare with our books; no row yet: nobody has asked for them. */
@Entity('bill_day')
export class BillDay {
  /** In Beijing, as WeChat's bills are. */
  @PrimaryColumn({ name: 'day', type: 'date' })
  day: string
  @Column({ name: 'state', type: 'varchar', length: 10 })
  state: DayState
  /** When both bills were last compared line by line. */
  @Column({ name: 'compared_at', type: 'datetime', precision: 3, nullable: true })
  comparedAt: Date | null
  /** What our books came to then (totals.ts): a day whose books changed since is compared again. */
  @Column({ name: 'books', type: 'varchar', length: 80, nullable: true })
  books: string | null
  /** When the job asks for the bills again; null once green. */
  @Column({ name: 'next_look_at', type: 'datetime', precision: 3, nullable: true })
  nextLookAt: Date | null
}
