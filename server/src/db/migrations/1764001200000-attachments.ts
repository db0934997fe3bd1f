import type { MigrationInterface, QueryRunner } from 'typeorm'

const id = 'char(36) CHARACTER SET ascii'

/** Pictures and sound; their bytes are elsewhere, encrypted. What waits for the content check. */
const tables = {
  attachment: `
    attachment_id ${id} NOT NULL,
    account_id ${id} NOT NULL,
    kind varchar(8) CHARACTER SET ascii NOT NULL,
    state varchar(8) CHARACTER SET ascii NOT NULL,
    media_type varchar(16) CHARACTER SET ascii NOT NULL,
    width int NULL,
    height int NULL,
    seconds int NULL,
    sealed_key varchar(255) CHARACTER SET ascii COLLATE ascii_bin NULL,
    owner_kind varchar(16) CHARACTER SET ascii NULL,
    owner_id ${id} NULL,
    created_at datetime(3) NOT NULL,
    check_at datetime(3) NULL,
    deleted_at datetime(3) NULL,
    PRIMARY KEY (attachment_id),
    KEY ix_attachment_account (account_id, owner_id),
    KEY ix_attachment_owner (owner_id, owner_kind),
    KEY ix_attachment_unused (owner_kind, created_at),
    KEY ix_attachment_check (state, check_at),
    KEY ix_attachment_deleted (deleted_at),
    CONSTRAINT ck_attachment_kind CHECK (kind IN ('picture', 'sound')),
    CONSTRAINT ck_attachment_state CHECK (state IN ('storing', 'held', 'ready', 'refused')),
    CONSTRAINT ck_attachment_owner CHECK ((owner_kind IS NULL) = (owner_id IS NULL))`,
  content_ask: `
    trace_id varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    attachment_id ${id} NOT NULL,
    asked_at datetime(3) NOT NULL,
    PRIMARY KEY (trace_id),
    KEY ix_content_ask_attachment (attachment_id)`,
  held_text: `
    text_id ${id} NOT NULL,
    account_id ${id} NOT NULL,
    owner_kind varchar(16) CHARACTER SET ascii NOT NULL,
    owner_id ${id} NOT NULL,
    words mediumtext CHARACTER SET ascii NOT NULL,
    check_at datetime(3) NOT NULL,
    PRIMARY KEY (text_id),
    KEY ix_held_text_check (check_at)`,
}

export class Attachments1764001200000 implements MigrationInterface {
  name = 'Attachments1764001200000'

  async up(q: QueryRunner): Promise<void> {
    for (const [table, columns] of Object.entries(tables))
      await q.query(`CREATE TABLE ${table} (${columns}) ENGINE=InnoDB`)
  }

  async down(q: QueryRunner): Promise<void> {
    for (const table of Object.keys(tables).reverse()) await q.query(`DROP TABLE ${table}`)
  }
}
