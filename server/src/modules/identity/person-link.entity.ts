import { Column, Entity, PrimaryColumn } from 'typeorm'
import type { Relation, Scope } from './acting'

/** Who may act for whom, and why. Rows are ended, never removed: they say on what ground something was done. */
@Entity('person_link')
export class PersonLink {
  @PrimaryColumn({ name: 'link_id', type: 'char', length: 36 })
  linkId: string
  /** Who acts. */
  @Column({ name: 'account_id', type: 'char', length: 36 })
  accountId: string
  /** For whom. */
  @Column({ name: 'person_id', type: 'char', length: 36 })
  personId: string
  @Column({ name: 'basis', type: 'varchar', length: 8 })
  basis: 'self' | 'member' | 'proxy'
  @Column({ name: 'relation', type: 'varchar', length: 16, nullable: true })
  relation: Relation | null
  @Column({ name: 'scope', type: 'simple-array' })
  scope: Scope[]
  @Column({ name: 'state', type: 'varchar', length: 8 })
  state: 'pending' | 'active' | 'ended'
  /** Last day of a proxy, `YYYY-MM-DD`. */
  @Column({ name: 'ends_on', type: 'date', nullable: true })
  endsOn: string | null
  /** `basis:account:person` while pending or active: one live link of a kind. */
  @Column({ name: 'live_key', type: 'varchar', length: 90, nullable: true })
  liveKey: string | null
  /** The person while a self link lives: nobody is bound to two accounts. */
  @Column({ name: 'self_person_key', type: 'char', length: 36, nullable: true })
  selfPersonKey: string | null
  /** The account while its self link lives: an account is one person. */
  @Column({ name: 'self_account_key', type: 'char', length: 36, nullable: true })
  selfAccountKey: string | null
  /** The position in which a doctor acts: the proxy holds only while it is enabled. */
  @Column({ name: 'staff_id', type: 'char', length: 36, nullable: true })
  staffId: string | null
  /** Where the signed paper is kept, when a doctor recorded the proxy in person. */
  @Column({ name: 'paper_reference', type: 'varchar', length: 60, nullable: true })
  paperReference: string | null
  @Column({ name: 'guardian_consent_at', type: 'datetime', precision: 3, nullable: true })
  guardianConsentAt: Date | null
  /** Keyed index of the one-time code that went to the member's own phone. */
  @Column({ name: 'code_hash', type: 'char', length: 64, nullable: true })
  codeHash: string | null
  @Column({ name: 'code_sent_at', type: 'datetime', precision: 3, nullable: true })
  codeSentAt: Date | null
  @Column({ name: 'code_expires_at', type: 'datetime', precision: 3, nullable: true })
  codeExpiresAt: Date | null
  @Column({ name: 'code_failures', type: 'int', default: 0 })
  codeFailures: number
  /** Codes sent for this link: each makes the wait for the next one longer. */
  @Column({ name: 'code_sends', type: 'int', default: 0 })
  codeSends: number
  @Column({ name: 'created_at', type: 'datetime', precision: 3 })
  createdAt: Date
  @Column({ name: 'ended_at', type: 'datetime', precision: 3, nullable: true })
  endedAt: Date | null
  @Column({ name: 'ended_by', type: 'char', length: 36, nullable: true })
  endedBy: string | null
  /** 1, 2, … with each change the county platform is told. */
  @Column({ name: 'version', type: 'int', default: 1 })
  version: number
}
