import { Column, Entity, PrimaryColumn } from 'typeorm'

/** One sign-in: the family of refresh tokens that followed from it. */
@Entity('session')
export class SessionRecord {
  @PrimaryColumn({ name: 'session_id', type: 'char', length: 36 })
  sessionId: string
  @Column({ name: 'account_id', type: 'char', length: 36 })
  accountId: string
  @Column({ name: 'created_at', type: 'datetime', precision: 3 })
  createdAt: Date
  /** Moves on with each refresh. */
  @Column({ name: 'expires_at', type: 'datetime', precision: 3 })
  expiresAt: Date
  /** Written at most once a minute. */
  @Column({ name: 'last_seen_at', type: 'datetime', precision: 3 })
  lastSeenAt: Date
  /** End of the working period that the passcode opened. */
  @Column({ name: 'second_factor_until', type: 'datetime', precision: 3, nullable: true })
  secondFactorUntil: Date | null
  @Column({ name: 'ended_at', type: 'datetime', precision: 3, nullable: true })
  endedAt: Date | null
  @Column({ name: 'end_reason', type: 'varchar', length: 20, nullable: true })
  endReason: 'signed_out' | 'token_reused' | 'account_deleted' | null
}
