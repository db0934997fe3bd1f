import type { MigrationInterface, QueryRunner } from 'typeorm'

const id = 'char(36) CHARACTER SET ascii'
const kind = 'varchar(24) CHARACTER SET ascii'

/** What people are told: events, the inbox, deliveries, settings, WeChat's consents; and what each job last did. */
const tables = {
  message_event: `
    event_id ${id} NOT NULL,
    event_key varchar(120) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    kind ${kind} NOT NULL,
    person_id ${id} NOT NULL,
    payer_id ${id} NULL,
    facts text CHARACTER SET ascii NOT NULL,
    link varchar(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    urgent boolean NOT NULL,
    at datetime(3) NOT NULL,
    useless_after datetime(3) NULL,
    state varchar(8) CHARACTER SET ascii NOT NULL,
    PRIMARY KEY (event_id),
    UNIQUE KEY uq_message_event (event_key, person_id),
    KEY ix_message_event_state (state, at),
    KEY ix_message_event_at (at)`,
  message: `
    message_id ${id} NOT NULL,
    event_id ${id} NOT NULL,
    account_id ${id} NOT NULL,
    person_id ${id} NOT NULL,
    kind ${kind} NOT NULL,
    ground varchar(8) CHARACTER SET ascii NOT NULL,
    at datetime(3) NOT NULL,
    read_at datetime(3) NULL,
    PRIMARY KEY (message_id),
    UNIQUE KEY uq_message (event_id, account_id),
    KEY ix_message_account (account_id, message_id),
    KEY ix_message_unread (account_id, read_at),
    KEY ix_message_at (at),
    CONSTRAINT ck_message_ground CHECK (ground IN ('self', 'acting', 'payer'))`,
  message_delivery: `
    delivery_id ${id} NOT NULL,
    message_id ${id} NOT NULL,
    channel varchar(8) CHARACTER SET ascii NOT NULL,
    state varchar(8) CHARACTER SET ascii NOT NULL,
    due_at datetime(3) NOT NULL,
    attempts int NOT NULL DEFAULT 0,
    sending_until datetime(3) NULL,
    ended_at datetime(3) NULL,
    reason varchar(40) CHARACTER SET ascii NULL,
    PRIMARY KEY (delivery_id),
    UNIQUE KEY uq_message_delivery (message_id, channel),
    KEY ix_message_delivery_due (state, due_at),
    KEY ix_message_delivery_sending (state, sending_until),
    CONSTRAINT ck_message_delivery_channel CHECK (channel IN ('wechat', 'sms')),
    CONSTRAINT ck_message_delivery_state CHECK (state IN ('waiting', 'sending', 'sent', 'failed', 'unknown', 'skipped'))`,
  message_setting: `
    account_id ${id} NOT NULL,
    kind ${kind} NOT NULL,
    wechat boolean NOT NULL,
    sms boolean NOT NULL,
    PRIMARY KEY (account_id, kind)`,
  message_subscription: `
    account_id ${id} NOT NULL,
    template_id varchar(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    accepted boolean NOT NULL,
    remaining int NOT NULL,
    refused_at datetime(3) NULL,
    changed_at datetime(3) NOT NULL,
    PRIMARY KEY (account_id, template_id),
    CONSTRAINT ck_message_subscription CHECK (remaining >= 0)`,
  message_scan: `
    name varchar(40) CHARACTER SET ascii NOT NULL,
    scanned_until datetime(3) NOT NULL,
    PRIMARY KEY (name)`,
}

export class Messages1764000900000 implements MigrationInterface {
  name = 'Messages1764000900000'

  async up(q: QueryRunner): Promise<void> {
    for (const [table, columns] of Object.entries(tables))
      await q.query(`CREATE TABLE ${table} (${columns}) ENGINE=InnoDB`)
    await q.query(`ALTER TABLE job_record ADD last_took_ms int NULL, ADD failures int NOT NULL DEFAULT 0`)
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`ALTER TABLE job_record DROP COLUMN last_took_ms, DROP COLUMN failures`)
    for (const table of Object.keys(tables).reverse()) await q.query(`DROP TABLE ${table}`)
  }
}
