import { Column, Entity, PrimaryColumn } from 'typeorm'

/** A doctor of the county: public by law (real name and title shown), so nothing here is encrypted. */
@Entity('doctor')
export class Doctor {
  @PrimaryColumn({ name: 'doctor_id', type: 'varchar', length: 64 })
  doctorId: string
  @Column({ name: 'name', type: 'varchar', length: 60 })
  name: string
  /** In the words residents read: 主任医师. */
  @Column({ name: 'title', type: 'varchar', length: 40, nullable: true })
  title: string | null
  @Column({ name: 'grade', type: 'varchar', length: 10 })
  grade: 'ordinary' | 'expert'
  @Column({ name: 'good_at', type: 'varchar', length: 1000, nullable: true })
  goodAt: string | null
  @Column({ name: 'photo_url', type: 'varchar', length: 500, nullable: true })
  photoUrl: string | null
  /** Since when they see patients on their own (独立临床工作); null when the platform tells none. */
  @Column({ name: 'independent_since', type: 'date', nullable: true })
  independentSince: string | null
  /** May treat small children (儿科). */
  @Column({ name: 'paediatric', type: 'boolean' })
  paediatric: boolean
  /** Chinese words and pinyin initials by which the doctor is found, lower case. */
  @Column({ name: 'search_text', type: 'varchar', length: 1200 })
  searchText: string
  @Column({ name: 'active', type: 'boolean' })
  active: boolean
  @Column({ name: 'platform_updated_at', type: 'datetime', precision: 3 })
  platformUpdatedAt: Date
}
