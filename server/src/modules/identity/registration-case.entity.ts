import { Column, Entity, PrimaryColumn } from 'typeorm'

/** A registration that the county's files left in doubt, for the counter to settle while the resident stands there. */
@Entity('registration_case')
export class RegistrationCase {
  @PrimaryColumn({ name: 'case_id', type: 'char', length: 36 })
  caseId: string
  /** Six digits on the resident's phone, while open. */
  @Column({ name: 'case_number', type: 'char', length: 6, nullable: true })
  caseNumber: string | null
  @Column({ name: 'account_id', type: 'char', length: 36 })
  accountId: string
  /** The account while open: it has one. */
  @Column({ name: 'live_account_key', type: 'char', length: 36, nullable: true })
  liveAccountKey: string | null
  /** Sealed, as the identity number is. */
  @Column({ name: 'name', type: 'varchar', length: 400 })
  name: string
  @Column({ name: 'identity_number', type: 'varchar', length: 255 })
  identityNumber: string
  @Column({ name: 'identity_index', type: 'char', length: 64 })
  identityIndex: string
  /** The health-data consent that the resident gave with the registration. */
  @Column({ name: 'consent_version', type: 'varchar', length: 20 })
  consentVersion: string
  @Column({ name: 'state', type: 'varchar', length: 8 })
  state: 'open' | 'settled' | 'ended'
  /** The clerk who was told the number last; nobody else settles it. */
  @Column({ name: 'taken_by', type: 'char', length: 36, nullable: true })
  takenBy: string | null
  @Column({ name: 'created_at', type: 'datetime', precision: 3 })
  createdAt: Date
  @Column({ name: 'expires_at', type: 'datetime', precision: 3 })
  expiresAt: Date
}
