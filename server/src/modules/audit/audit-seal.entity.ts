import { Column, Entity, PrimaryColumn } from 'typeorm'

/** A seal over the audit rows `fromId … toId`, chained to the seal before it. */
@Entity('audit_seal')
export class AuditSeal {
  /** 1, 2, 3 … without gaps. */
  @PrimaryColumn({ name: 'batch', type: 'int' })
  batch: number
  /** The id after the previous batch's last, so that a row slipped in between two batches falls into one. */
  @Column({ name: 'from_id', type: 'bigint', unsigned: true })
  fromId: string
  @Column({ name: 'to_id', type: 'bigint', unsigned: true })
  toId: string
  @Column({ name: 'row_count', type: 'int' })
  rowCount: number
  /** HMAC-SHA256 over the previous hash and the rows, 64 hex digits. */
  @Column({ name: 'hash', type: 'char', length: 64 })
  hash: string
  @Column({ name: 'previous_hash', type: 'char', length: 64 })
  previousHash: string
  @Column({ name: 'sealed_at', type: 'datetime', precision: 3 })
  sealedAt: Date
}
