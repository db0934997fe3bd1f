import { Column, Entity, PrimaryColumn } from 'typeorm'

/** "Someone bound my identity", and what an administrator decided. */
@Entity('identity_appeal')
export class IdentityAppeal {
  @PrimaryColumn({ name: 'appeal_id', type: 'char', length: 36 })
  appealId: string
  @Column({ name: 'account_id', type: 'char', length: 36 })
  accountId: string
  /** Sealed, as identity number, phone and statement are. */
  @Column({ name: 'name', type: 'varchar', length: 400 })
  name: string
  @Column({ name: 'identity_number', type: 'varchar', length: 255 })
  identityNumber: string
  @Column({ name: 'identity_index', type: 'char', length: 64 })
  identityIndex: string
  @Column({ name: 'phone', type: 'varchar', length: 255 })
  phone: string
  @Column({ name: 'statement', type: 'text' })
  statement: string
  @Column({ name: 'state', type: 'varchar', length: 8 })
  state: 'open' | 'upheld' | 'rejected'
  /** `account:identity` while open. */
  @Column({ name: 'live_key', type: 'varchar', length: 110, nullable: true })
  liveKey: string | null
  @Column({ name: 'created_at', type: 'datetime', precision: 3 })
  createdAt: Date
  @Column({ name: 'decided_at', type: 'datetime', precision: 3, nullable: true })
  decidedAt: Date | null
  @Column({ name: 'decided_by', type: 'char', length: 36, nullable: true })
  decidedBy: string | null
  @Column({ name: 'decision_reason', type: 'varchar', length: 500, nullable: true })
  decisionReason: string | null
}
