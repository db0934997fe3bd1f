import { Column, Entity, PrimaryColumn } from 'typeorm'

export type InstitutionKind = 'hospital' | 'tcm_hospital' | 'township' | 'village'

/** A hospital, township centre or village clinic, as the county platform tells it. */
@Entity('institution')
export class Institution {
  @PrimaryColumn({ name: 'institution_id', type: 'varchar', length: 64 })
  institutionId: string
  @Column({ name: 'name', type: 'varchar', length: 120 })
  name: string
  @Column({ name: 'kind', type: 'varchar', length: 16 })
  kind: InstitutionKind
  @Column({ name: 'address', type: 'varchar', length: 255 })
  address: string
  @Column({ name: 'phone', type: 'varchar', length: 40, nullable: true })
  phone: string | null
  @Column({ name: 'directions', type: 'varchar', length: 500, nullable: true })
  directions: string | null
  @Column({ name: 'latitude', type: 'double', nullable: true })
  latitude: number | null
  @Column({ name: 'longitude', type: 'double', nullable: true })
  longitude: number | null
  /** Chinese words and pinyin initials by which it is found, lower case. */
  @Column({ name: 'search_text', type: 'varchar', length: 1000 })
  searchText: string
  /** 统一社会信用代码, for receipts. */
  @Column({ name: 'credit_code', type: 'varchar', length: 18, nullable: true })
  creditCode: string | null
  @Column({ name: 'active', type: 'boolean' })
  active: boolean
  @Column({ name: 'platform_updated_at', type: 'datetime', precision: 3 })
  platformUpdatedAt: Date
}
