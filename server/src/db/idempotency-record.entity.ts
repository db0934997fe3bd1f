import { Column, Entity, PrimaryColumn } from 'typeorm'

/** One accepted write, kept so that the same key answers the same again. */
@Entity('idempotency_record')
export class IdempotencyRecord {
  @PrimaryColumn({ name: 'account_id', type: 'char', length: 36 })
  accountId: string
  @PrimaryColumn({ name: 'idempotency_key', type: 'varchar', length: 64 })
  key: string
  @Column({ name: 'endpoint', type: 'varchar', length: 64 })
  endpoint: string
  /** SHA-256 of the path and body: other parameters under the same key are refused. */
  @Column({ name: 'request_hash', type: 'char', length: 64 })
  requestHash: string
  @Column({ name: 'status', type: 'smallint' })
  status: number
  /** The reply as JSON, encrypted (field `reply`). */
  @Column({ name: 'reply', type: 'mediumtext', nullable: true })
  reply: string | null
  @Column({ name: 'created_at', type: 'datetime', precision: 3 })
  createdAt: Date
}
