import { Column, Entity, PrimaryColumn } from 'typeorm'

/** A department of one institution. */
@Entity('department')
export class Department {
  @PrimaryColumn({ name: 'department_id', type: 'varchar', length: 64 })
  departmentId: string
  @Column({ name: 'institution_id', type: 'varchar', length: 64 })
  institutionId: string
  @Column({ name: 'name', type: 'varchar', length: 120 })
  name: string
  /** Words a villager uses for what it treats (头疼, 血压高). */
  @Column({ name: 'treats', type: 'json' })
  treats: string[]
  /** Building, floor, room. */
  @Column({ name: 'place', type: 'varchar', length: 255, nullable: true })
  place: string | null
  /** Chinese words and pinyin initials by which it is found, lower case. */
  @Column({ name: 'search_text', type: 'varchar', length: 1000 })
  searchText: string
  @Column({ name: 'active', type: 'boolean' })
  active: boolean
  @Column({ name: 'platform_updated_at', type: 'datetime', precision: 3 })
  platformUpdatedAt: Date
}
