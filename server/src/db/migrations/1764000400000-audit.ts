import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Audit rows and the chain of seals over them. On TiDB add AUTO_ID_CACHE 1: batches need ascending ids. */
export class Audit1764000400000 implements MigrationInterface {
  name = 'Audit1764000400000'

  async up(q: QueryRunner): Promise<void> {
    await q.query(`CREATE TABLE audit_event (
      audit_id bigint unsigned NOT NULL AUTO_INCREMENT,
      at datetime(3) NOT NULL,
      action varchar(60) CHARACTER SET ascii NOT NULL,
      account_id char(36) CHARACTER SET ascii NULL,
      role varchar(20) CHARACTER SET ascii NULL,
      institution_id varchar(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
      person_id char(36) CHARACTER SET ascii NULL,
      purpose varchar(200) NULL,
      request_id varchar(64) CHARACTER SET ascii NULL,
      details json NULL,
      PRIMARY KEY (audit_id),
      KEY ix_audit_person (person_id, at),
      KEY ix_audit_account (account_id, at),
      KEY ix_audit_at (at)
    ) ENGINE=InnoDB`)
    await q.query(`CREATE TABLE audit_seal (
      batch int NOT NULL,
      from_id bigint unsigned NOT NULL,
      to_id bigint unsigned NOT NULL,
      row_count int NOT NULL,
      hash char(64) CHARACTER SET ascii NOT NULL,
      previous_hash char(64) CHARACTER SET ascii NOT NULL,
      sealed_at datetime(3) NOT NULL,
      PRIMARY KEY (batch)
    ) ENGINE=InnoDB`)
  }

  async down(q: QueryRunner): Promise<void> {
    for (const table of ['audit_seal', 'audit_event']) await q.query(`DROP TABLE ${table}`)
  }
}
