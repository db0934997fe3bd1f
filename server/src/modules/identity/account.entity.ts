import { Column, Entity, PrimaryColumn } from 'typeorm'

/** One WeChat user. A deleted account keeps its row without openid and phone, so that what others did with it stays told. */
@Entity('account')
export class Account {
  @PrimaryColumn({ name: 'account_id', type: 'char', length: 36 })
  accountId: string
  /** Keyed index of the openid; replaced when the account is deleted. */
  @Column({ name: 'openid_index', type: 'char', length: 64 })
  openidIndex: string
  /** Sealed, for subscribe messages. */
  @Column({ name: 'openid', type: 'varchar', length: 255, nullable: true })
  openid: string | null
  @Column({ name: 'phone', type: 'varchar', length: 255, nullable: true })
  phone: string | null
  @Column({ name: 'phone_index', type: 'char', length: 64, nullable: true })
  phoneIndex: string | null
  /** `scrypt$N$r$p$salt$hash`, of the second factor; null until staff set one. */
  @Column({ name: 'passcode_hash', type: 'varchar', length: 200, nullable: true })
  passcodeHash: string | null
  /** Wrong passcodes since the last right one or the last lock. */
  @Column({ name: 'passcode_failures', type: 'int', default: 0 })
  passcodeFailures: number
  @Column({ name: 'passcode_locked_until', type: 'datetime', precision: 3, nullable: true })
  passcodeLockedUntil: Date | null
  @Column({ name: 'created_at', type: 'datetime', precision: 3 })
  createdAt: Date
  @Column({ name: 'deleted_at', type: 'datetime', precision: 3, nullable: true })
  deletedAt: Date | null
}
