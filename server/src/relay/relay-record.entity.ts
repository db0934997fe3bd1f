import { Column, Entity, PrimaryColumn } from 'typeorm'

/** Where a delivered record lives at the platform, so that the next version updates exactly what we wrote last. */
@Entity('relay_record')
export class RelayRecord {
  @PrimaryColumn({ name: 'business_key', type: 'varchar', length: 80 })
  businessKey: string
  /** Logical id at the platform. */
  @Column({ name: 'platform_id', type: 'varchar', length: 64 })
  platformId: string
  /** As the platform told it; null when it told none. */
  @Column({ name: 'etag', type: 'varchar', length: 100, nullable: true })
  etag: string | null
  @Column({ name: 'version', type: 'int' })
  version: number
}
