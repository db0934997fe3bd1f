import { Column, Entity, PrimaryColumn } from 'typeorm'

/** One human being, as the county platform knows them; one identity for life. */
@Entity('person')
export class Person {
  @PrimaryColumn({ name: 'person_id', type: 'char', length: 36 })
  personId: string
  /** Logical id at the county platform. */
  @Column({ name: 'platform_id', type: 'varchar', length: 64 })
  platformId: string
  /** Sealed, as identity number, phone and address are. */
  @Column({ name: 'name', type: 'varchar', length: 400 })
  name: string
  @Column({ name: 'name_index', type: 'char', length: 64 })
  nameIndex: string
  @Column({ name: 'identity_number', type: 'varchar', length: 255 })
  identityNumber: string
  @Column({ name: 'identity_index', type: 'char', length: 64 })
  identityIndex: string
  /** `YYYY-MM-DD`. */
  @Column({ name: 'birth_date', type: 'date' })
  birthDate: string
  @Column({ name: 'sex', type: 'varchar', length: 8 })
  sex: 'male' | 'female' | 'other' | 'unknown'
  /** The mobile number that the county's file holds, which may be another than the account's. */
  @Column({ name: 'phone', type: 'varchar', length: 255, nullable: true })
  phone: string | null
  @Column({ name: 'phone_index', type: 'char', length: 64, nullable: true })
  phoneIndex: string | null
  @Column({ name: 'address', type: 'varchar', length: 1000, nullable: true })
  address: string | null
  /** Staff decided that this one of the county's files is the person's, though they contradict each other or the number. */
  @Column({ name: 'file_chosen_at', type: 'datetime', precision: 3, nullable: true })
  fileChosenAt: Date | null
  @Column({ name: 'created_at', type: 'datetime', precision: 3 })
  createdAt: Date
  @Column({ name: 'updated_at', type: 'datetime', precision: 3 })
  updatedAt: Date
}
