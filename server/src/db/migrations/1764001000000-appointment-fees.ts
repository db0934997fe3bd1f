import type { MigrationInterface, QueryRunner } from 'typeorm'

/** The fee's own state beside a booking's status; a session that the platform tells no fee of is not a free one. */
export class AppointmentFees1764001000000 implements MigrationInterface {
  name = 'AppointmentFees1764001000000'

  async up(q: QueryRunner): Promise<void> {
    await q.query('ALTER TABLE appointment_session MODIFY COLUMN fee int NULL')
    await q.query('ALTER TABLE appointment ADD COLUMN payment_state varchar(10) CHARACTER SET ascii NULL')
    await q.query(`ALTER TABLE appointment ADD CONSTRAINT ck_appointment_payment
      CHECK (payment_state IN ('due', 'paid', 'refunding', 'refunded'))`)
    await q.query(`ALTER TABLE appointment ADD CONSTRAINT ck_appointment_due
      CHECK (payment_state <> 'due' OR status = 'pending')`)
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('ALTER TABLE appointment DROP CONSTRAINT ck_appointment_due')
    await q.query('ALTER TABLE appointment DROP CONSTRAINT ck_appointment_payment')
    await q.query('ALTER TABLE appointment DROP COLUMN payment_state')
    await q.query('UPDATE appointment_session SET fee = 0 WHERE fee IS NULL')
    await q.query('ALTER TABLE appointment_session MODIFY COLUMN fee int NOT NULL')
  }
}
