import type { MigrationInterface, QueryRunner } from 'typeorm'

/** When a question came to the doctor who has it now: the day of a transfer counts for the colleague's cap. */
export class ConsultationCame1764001400000 implements MigrationInterface {
  name = 'ConsultationCame1764001400000'

  async up(q: QueryRunner): Promise<void> {
    await q.query('ALTER TABLE consultation ADD COLUMN came_at datetime(3) NULL')
    await q.query('UPDATE consultation SET came_at = queued_at')
    await q.query('ALTER TABLE consultation ADD KEY ix_consultation_came (doctor_id, came_at)')
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('ALTER TABLE consultation DROP KEY ix_consultation_came')
    await q.query('ALTER TABLE consultation DROP COLUMN came_at')
  }
}
