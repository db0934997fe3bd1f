import type { MigrationInterface, QueryRunner } from 'typeorm'

/** A card is changed by one request at a time. */
export class HealthCardChanges1764000600000 implements MigrationInterface {
  name = 'HealthCardChanges1764000600000'

  async up(q: QueryRunner): Promise<void> {
    await q.query('ALTER TABLE health_card ADD changing_until datetime(3) NULL')
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('ALTER TABLE health_card DROP COLUMN changing_until')
  }
}
