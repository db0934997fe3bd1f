import type { MigrationInterface, QueryRunner } from 'typeorm'

/** What the doctor judged a question to be: a first visit or a changed condition leaves only the stop. */
export class ConsultationAssessment1764001500000 implements MigrationInterface {
  name = 'ConsultationAssessment1764001500000'

  async up(q: QueryRunner): Promise<void> {
    await q.query('ALTER TABLE consultation ADD COLUMN assessment varchar(20) NULL')
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('ALTER TABLE consultation DROP COLUMN assessment')
  }
}
