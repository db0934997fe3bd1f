import { Column, Entity, PrimaryColumn } from 'typeorm'

/** A refresh token by its SHA-256; a used one stays until it expires, so that its reuse is noticed. */
@Entity('refresh_token')
export class RefreshToken {
  @PrimaryColumn({ name: 'token_hash', type: 'char', length: 64 })
  tokenHash: string
  @Column({ name: 'session_id', type: 'char', length: 36 })
  sessionId: string
  @Column({ name: 'created_at', type: 'datetime', precision: 3 })
  createdAt: Date
  @Column({ name: 'expires_at', type: 'datetime', precision: 3 })
  expiresAt: Date
  @Column({ name: 'used_at', type: 'datetime', precision: 3, nullable: true })
  usedAt: Date | null
}
