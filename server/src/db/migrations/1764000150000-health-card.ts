import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Cards, and who used them. */
export class HealthCard1764000150000 implements MigrationInterface {
  name = 'HealthCard1764000150000'

  async up(q: QueryRunner): Promise<void> {
    await q.query(`CREATE TABLE health_card (
      person_id char(36) CHARACTER SET ascii NOT NULL,
      card_number varchar(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      state varchar(8) CHARACTER SET ascii NOT NULL,
      opened_at datetime(3) NOT NULL,
      opened_by char(36) CHARACTER SET ascii NOT NULL,
      updated_at datetime(3) NOT NULL,
      PRIMARY KEY (person_id),
      CONSTRAINT ck_card_state CHECK (state IN ('active', 'frozen'))
    ) ENGINE=InnoDB`)
    await q.query(`CREATE TABLE card_usage (
      usage_id char(36) CHARACTER SET ascii NOT NULL,
      person_id char(36) CHARACTER SET ascii NOT NULL,
      institution_id varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      step varchar(16) CHARACTER SET ascii NOT NULL,
      outcome varchar(8) CHARACTER SET ascii NOT NULL,
      used_at datetime(3) NOT NULL,
      account_id char(36) CHARACTER SET ascii NOT NULL,
      PRIMARY KEY (usage_id),
      KEY ix_usage_person (person_id, used_at),
      CONSTRAINT ck_usage_outcome CHECK (outcome IN ('valid', 'void'))
    ) ENGINE=InnoDB`)
  }

  async down(q: QueryRunner): Promise<void> {
    for (const table of ['card_usage', 'health_card']) await q.query(`DROP TABLE ${table}`)
  }
}
