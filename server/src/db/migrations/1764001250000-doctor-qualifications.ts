import type { MigrationInterface, QueryRunner } from 'typeorm'

/** What the county platform says that a doctor may do: since when on their own, and whether for children. */
export class DoctorQualifications1764001250000 implements MigrationInterface {
  name = 'DoctorQualifications1764001250000'

  async up(q: QueryRunner): Promise<void> {
    await q.query('ALTER TABLE doctor ADD COLUMN independent_since date NULL')
    await q.query('ALTER TABLE doctor ADD COLUMN paediatric boolean NOT NULL DEFAULT FALSE')
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('ALTER TABLE doctor DROP COLUMN paediatric')
    await q.query('ALTER TABLE doctor DROP COLUMN independent_since')
  }
}
