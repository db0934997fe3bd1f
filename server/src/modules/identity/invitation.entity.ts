import { Column, Entity, PrimaryColumn } from 'typeorm'
import type { Staff } from './staff.entity'

/** A one-time code for a new position, or for a new passcode of somebody who forgot theirs (`accountId` is set). */
@Entity('invitation')
export class Invitation {
  @PrimaryColumn({ name: 'invitation_id', type: 'char', length: 36 })
  invitationId: string
  /** SHA-256 of the code: 100 random bits need no slow hash. */
  @Column({ name: 'code_hash', type: 'char', length: 64 })
  codeHash: string
  @Column({ name: 'account_id', type: 'char', length: 36, nullable: true })
  accountId: string | null
  @Column({ name: 'role', type: 'varchar', length: 16, nullable: true })
  role: Staff['role'] | null
  @Column({ name: 'institution_id', type: 'varchar', length: 64, nullable: true })
  institutionId: string | null
  @Column({ name: 'practitioner_id', type: 'varchar', length: 64, nullable: true })
  practitionerId: string | null
  /** Sealed. */
  @Column({ name: 'display_name', type: 'varchar', length: 400, nullable: true })
  displayName: string | null
  /** Null for the first administrator, who is invited at the terminal. */
  @Column({ name: 'created_by', type: 'char', length: 36, nullable: true })
  createdBy: string | null
  @Column({ name: 'created_at', type: 'datetime', precision: 3 })
  createdAt: Date
  @Column({ name: 'expires_at', type: 'datetime', precision: 3 })
  expiresAt: Date
  @Column({ name: 'used_at', type: 'datetime', precision: 3, nullable: true })
  usedAt: Date | null
}
