import type { MigrationInterface, QueryRunner } from 'typeorm'

/** A person's visits of one day are numbered, so that two bookings that did not see each other take the same number. */
export class VisitNumbers1764001450000 implements MigrationInterface {
  name = 'VisitNumbers1764001450000'

  async up(q: QueryRunner): Promise<void> {
    // One statement, so that the largest table is gone through once, and all of it is done or nothing.
    await q.query(
      `ALTER TABLE appointment ADD COLUMN visit_no int NULL,
       ADD UNIQUE KEY uq_appointment_visit (person_id, day, visit_no), DROP KEY ix_appointment_person`,
    )
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(
      `ALTER TABLE appointment ADD KEY ix_appointment_person (person_id, day), DROP KEY uq_appointment_visit,
       DROP COLUMN visit_no`,
    )
  }
}
