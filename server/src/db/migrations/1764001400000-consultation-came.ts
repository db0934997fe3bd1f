import type { MigrationInterface, QueryRunner } from 'typeorm'

/** When a question came to the doctor who has it now: the day of a transfer counts for the colleague's cap. */
export class ConsultationCame1764001400000 implements MigrationInterface {
  name = 'ConsultationCame1764001400000'

  async up(q: QueryRunner): Promise<void> {
    await q.query(
      'ALTER TABLE consultation ADD COLUMN came_at datetime(3) NULL, ADD KEY ix_consultation_came (doctor_id, came_at)',
    )
    // Only today's are counted, and those that wait; the others stay untouched: servers are writing.
    await q.query(
      `UPDATE consultation SET came_at = queued_at
       WHERE status = 'planned' OR asked_at >= UTC_TIMESTAMP() - INTERVAL 3 DAY`,
    )
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('ALTER TABLE consultation DROP KEY ix_consultation_came, DROP COLUMN came_at')
  }
}
