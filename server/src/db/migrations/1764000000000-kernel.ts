import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Idempotency records, the outbox, the jobs. */
export class Kernel1764000000000 implements MigrationInterface {
  name = 'Kernel1764000000000'

  async up(q: QueryRunner): Promise<void> {
    await q.query(`CREATE TABLE idempotency_record (
      account_id char(36) CHARACTER SET ascii NOT NULL,
      idempotency_key varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      endpoint varchar(64) CHARACTER SET ascii NOT NULL,
      request_hash char(64) CHARACTER SET ascii NOT NULL,
      status smallint NOT NULL,
      reply mediumtext CHARACTER SET ascii NULL,
      created_at datetime(3) NOT NULL,
      PRIMARY KEY (account_id, idempotency_key),
      KEY ix_idempotency_created (created_at)
    ) ENGINE=InnoDB`)
    await q.query(`CREATE TABLE outbox_event (
      event_id char(36) CHARACTER SET ascii NOT NULL,
      kind varchar(40) CHARACTER SET ascii NOT NULL,
      business_key varchar(80) CHARACTER SET ascii NOT NULL,
      version int NOT NULL,
      data json NOT NULL,
      state varchar(12) CHARACTER SET ascii NOT NULL,
      attempts int NOT NULL DEFAULT 0,
      next_attempt_at datetime(3) NOT NULL,
      lease_owner char(36) CHARACTER SET ascii NULL,
      lease_until datetime(3) NULL,
      reason varchar(500) NULL,
      created_at datetime(3) NOT NULL,
      delivered_at datetime(3) NULL,
      PRIMARY KEY (event_id),
      UNIQUE KEY uq_outbox_key_version (business_key, version),
      KEY ix_outbox_due (state, next_attempt_at),
      KEY ix_outbox_lease (lease_owner)
    ) ENGINE=InnoDB`)
    await q.query(`CREATE TABLE job_record (
      name varchar(60) CHARACTER SET ascii NOT NULL,
      lease_owner char(36) CHARACTER SET ascii NULL,
      lease_until datetime(3) NOT NULL,
      next_run_at datetime(3) NOT NULL,
      last_started_at datetime(3) NULL,
      last_finished_at datetime(3) NULL,
      last_error varchar(500) NULL,
      PRIMARY KEY (name)
    ) ENGINE=InnoDB`)
  }

  async down(q: QueryRunner): Promise<void> {
    for (const table of ['job_record', 'outbox_event', 'idempotency_record']) await q.query(`DROP TABLE ${table}`)
  }
}
