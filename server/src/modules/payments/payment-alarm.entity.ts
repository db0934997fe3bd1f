import { Column, Entity, PrimaryColumn } from 'typeorm'

/** Something that an administrator must look at. The same thing on the same day is one row that counts. */
@Entity('payment_alarm')
export class PaymentAlarm {
  @PrimaryColumn({ name: 'alarm_id', type: 'char', length: 36 })
  alarmId: string
  /** `<kind>:<about>:<UTC day>`, unique. */
  @Column({ name: 'alarm_key', type: 'varchar', length: 140 })
  alarmKey: string
  /** alarms.ts has the words. */
  @Column({ name: 'kind', type: 'varchar', length: 40 })
  kind: string
  /** One of our own numbers or ids; null where nothing that was said can be believed. */
  @Column({ name: 'about', type: 'varchar', length: 80, nullable: true })
  about: string | null
  @Column({ name: 'times', type: 'int' })
  times: number
  @Column({ name: 'at', type: 'datetime', precision: 3 })
  at: Date
  @Column({ name: 'last_at', type: 'datetime', precision: 3 })
  lastAt: Date
}
