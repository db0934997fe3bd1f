import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm'

/** One access to a person's data or one administrative act. Append-only: nothing in the program changes or removes it. */
@Entity('audit_event')
export class AuditEvent {
  /** Ascending, so that batches of rows can be sealed. A string: it may pass 2^53. */
  @PrimaryGeneratedColumn({ name: 'audit_id', type: 'bigint', unsigned: true })
  auditId: string
  @Column({ name: 'at', type: 'datetime', precision: 3 })
  at: Date
  /** `<module>.<verb>`, for instance `appointments.book`. */
  @Column({ name: 'action', type: 'varchar', length: 60 })
  action: string
  /** Who did it; null when the system did. */
  @Column({ name: 'account_id', type: 'char', length: 36, nullable: true })
  accountId: string | null
  @Column({ name: 'role', type: 'varchar', length: 20, nullable: true })
  role: string | null
  @Column({ name: 'institution_id', type: 'varchar', length: 64, nullable: true })
  institutionId: string | null
  /** Whose data. */
  @Column({ name: 'person_id', type: 'char', length: 36, nullable: true })
  personId: string | null
  @Column({ name: 'purpose', type: 'varchar', length: 200, nullable: true })
  purpose: string | null
  @Column({ name: 'request_id', type: 'varchar', length: 64, nullable: true })
  requestId: string | null
  /** What more there is to know, never private: ids, counts, codes. */
  @Column({ name: 'details', type: 'json', nullable: true })
  details: Record<string, unknown> | null
}

/** MySQL hands JSON columns out as values, MariaDB as text. */
export const detailsOf = ({ details }: Pick<AuditEvent, 'details'>): Record<string, unknown> =>
  (typeof details === 'string' ? (JSON.parse(details) as Record<string, unknown>) : details) ?? {}
