import { Column, Entity, PrimaryColumn } from 'typeorm'

/** A doctor's key pair. A new one takes its place when the algorithm changes; old public keys verify old records for ever. */
@Entity('signing_key')
export class SigningKey {
  @PrimaryColumn({ name: 'key_id', type: 'char', length: 36 })
  keyId: string
  @Column({ name: 'doctor_id', type: 'varchar', length: 64 })
  doctorId: string
  @Column({ name: 'algorithm', type: 'varchar', length: 8 })
  algorithm: 'Ed25519' | 'SM2'
  @Column({ name: 'public_key', type: 'varchar', length: 400 })
  publicKey: string
  /** Sealed. */
  @Column({ name: 'private_key', type: 'text' })
  privateKey: string
  /** `<doctor>:<algorithm>`, unique while in use. */
  @Column({ name: 'live_key', type: 'varchar', length: 80, nullable: true })
  liveKey: string | null
  @Column({ name: 'created_at', type: 'datetime', precision: 3 })
  createdAt: Date
}
