import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Where delivered records live at the platform, how far we pulled, what comparisons found. */
export class Relay1764000500000 implements MigrationInterface {
  name = 'Relay1764000500000'

  async up(q: QueryRunner): Promise<void> {
    await q.query(`CREATE TABLE relay_record (
      business_key varchar(80) CHARACTER SET ascii NOT NULL,
      platform_id varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      etag varchar(100) NULL,
      version int NOT NULL,
      PRIMARY KEY (business_key)
    ) ENGINE=InnoDB`)
    await q.query(`CREATE TABLE relay_feed (
      resource_type varchar(40) CHARACTER SET ascii NOT NULL,
      since datetime(3) NOT NULL,
      settled tinyint(1) NOT NULL,
      PRIMARY KEY (resource_type)
    ) ENGINE=InnoDB`)
    await q.query(`CREATE TABLE relay_sync (
      name varchar(20) CHARACTER SET ascii NOT NULL,
      at datetime(3) NOT NULL,
      outcome varchar(10) CHARACTER SET ascii NOT NULL,
      changed int NOT NULL,
      PRIMARY KEY (name)
    ) ENGINE=InnoDB`)
    await q.query(`CREATE TABLE reconciliation (
      reconciliation_id char(36) CHARACTER SET ascii NOT NULL,
      from_day date NOT NULL,
      to_day date NOT NULL,
      finished_at datetime(3) NOT NULL,
      compared int NOT NULL,
      repaired int NOT NULL,
      differences json NOT NULL,
      PRIMARY KEY (reconciliation_id),
      KEY ix_reconciliation_finished (finished_at)
    ) ENGINE=InnoDB`)
    // The administrator's page and reconciliation look at events by day; nobody looks for a lease by its owner.
    await q.query(
      'ALTER TABLE outbox_event DROP KEY ix_outbox_lease, ADD KEY ix_outbox_created (created_at), ADD KEY ix_outbox_delivered (delivered_at)',
    )
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(
      'ALTER TABLE outbox_event ADD KEY ix_outbox_lease (lease_owner), DROP KEY ix_outbox_created, DROP KEY ix_outbox_delivered',
    )
    for (const table of ['reconciliation', 'relay_sync', 'relay_feed', 'relay_record'])
      await q.query(`DROP TABLE ${table}`)
  }
}
