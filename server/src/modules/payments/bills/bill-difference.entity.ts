import type { Difference, DifferenceKind } from 'shared/payments/admin-contract'
import { Column, Entity, PrimaryColumn } from 'typeorm'
import { fen } from '../../../db/fen'

/** One difference between bill and books: one row per day, kind and number, however often the day is compared. */
@Entity('bill_difference')
export class BillDifference {
  @PrimaryColumn({ name: 'difference_id', type: 'char', length: 36 })
  differenceId: string
  @Column({ name: 'day', type: 'date' })
  day: string
  @Column({ name: 'kind', type: 'varchar', length: 40 })
  kind: DifferenceKind
  @Column({ name: 'number', type: 'varchar', length: 64 })
  number: string
  /** Fen, as the next one; null where there is no such line. */
  @Column({ name: 'books', type: 'bigint', nullable: true, transformer: fen })
  books: number | null
  @Column({ name: 'bill', type: 'bigint', nullable: true, transformer: fen })
  bill: number | null
  @Column({ name: 'state', type: 'varchar', length: 10 })
  state: Difference['state']
  /** How it was mended; ours, nothing private. */
  @Column({ name: 'words', type: 'varchar', length: 100, nullable: true })
  words: string | null
  /** The administrator's reason, sealed (field `statement`). */
  @Column({ name: 'note', type: 'text', nullable: true })
  note: string | null
  @Column({ name: 'account_id', type: 'char', length: 36, nullable: true })
  accountId: string | null
  @Column({ name: 'at', type: 'datetime', precision: 3 })
  at: Date
}
