import type { MigrationInterface, QueryRunner } from 'typeorm'

/** The inbox is read by when things happened, not by when they were told. */
export class InboxOrder1764001150000 implements MigrationInterface {
  name = 'InboxOrder1764001150000'

  async up(q: QueryRunner): Promise<void> {
    await q.query(
      `ALTER TABLE message DROP KEY ix_message_account, ADD KEY ix_message_account (account_id, at, message_id)`,
    )
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(
      `ALTER TABLE message DROP KEY ix_message_account, ADD KEY ix_message_account (account_id, message_id)`,
    )
  }
}
