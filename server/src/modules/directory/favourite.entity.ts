import { Column, Entity, PrimaryColumn } from 'typeorm'

/** A doctor an account wants to find again quickly. */
@Entity('favourite')
export class Favourite {
  @PrimaryColumn({ name: 'account_id', type: 'char', length: 36 })
  accountId: string
  @PrimaryColumn({ name: 'doctor_id', type: 'varchar', length: 64 })
  doctorId: string
  @Column({ name: 'created_at', type: 'datetime', precision: 3 })
  createdAt: Date
}
