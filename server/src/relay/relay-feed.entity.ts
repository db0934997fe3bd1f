import { Column, Entity, PrimaryColumn } from 'typeorm'

/** How far one type of resource was pulled. */
@Entity('relay_feed')
export class RelayFeed {
  @PrimaryColumn({ name: 'resource_type', type: 'varchar', length: 40 })
  resourceType: string
  /** By the platform's clock: its next changes are asked from here on. */
  @Column({ name: 'since', type: 'datetime', precision: 3 })
  since: Date
  /** Nothing of `since` itself can still come, so it is not asked for again. */
  @Column({ name: 'settled', type: 'boolean' })
  settled: boolean
}

/** The last pull, for the administrator's page: one row. */
@Entity('relay_sync')
export class RelaySync {
  @PrimaryColumn({ name: 'name', type: 'varchar', length: 20 })
  name: 'county'
  @Column({ name: 'at', type: 'datetime', precision: 3 })
  at: Date
  @Column({ name: 'outcome', type: 'varchar', length: 10 })
  outcome: 'ok' | 'failed'
  @Column({ name: 'changed', type: 'int' })
  changed: number
}
