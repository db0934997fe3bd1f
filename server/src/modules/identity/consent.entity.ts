import { Column, Entity, PrimaryColumn } from 'typeorm'

/** One agreement to one version of a text (个人信息保护法 art. 14, 15, 29). */
@Entity('consent')
export class Consent {
  @PrimaryColumn({ name: 'consent_id', type: 'char', length: 36 })
  consentId: string
  @Column({ name: 'account_id', type: 'char', length: 36 })
  accountId: string
  @Column({ name: 'kind', type: 'varchar', length: 16 })
  kind: 'privacy' | 'health_data' | 'consultation'
  @Column({ name: 'version', type: 'varchar', length: 20 })
  version: string
  @Column({ name: 'given_at', type: 'datetime', precision: 3 })
  givenAt: Date
  @Column({ name: 'withdrawn_at', type: 'datetime', precision: 3, nullable: true })
  withdrawnAt: Date | null
  /** `account:kind` while it holds. */
  @Column({ name: 'live_key', type: 'varchar', length: 60, nullable: true })
  liveKey: string | null
}
