import type { MigrationInterface, QueryRunner } from 'typeorm'

const id = 'char(36) CHARACTER SET ascii'

/** What an account is told that is about nobody: a doctor about their queue. */
export class MessagesToAccounts1764001350000 implements MigrationInterface {
  name = 'MessagesToAccounts1764001350000'

  async up(q: QueryRunner): Promise<void> {
    await q.query(`ALTER TABLE message_event MODIFY person_id ${id} NULL`)
    await q.query(`ALTER TABLE message_event ADD account_id ${id} NULL`)
    await q.query(`ALTER TABLE message_event ADD UNIQUE KEY uq_message_event_account (event_key, account_id)`)
    await q.query(`ALTER TABLE message MODIFY person_id ${id} NULL`)
  }

  async down(q: QueryRunner): Promise<void> {
    const ofAccounts = 'SELECT message_id FROM message WHERE person_id IS NULL'
    await q.query(`DELETE FROM message_delivery WHERE message_id IN (${ofAccounts})`)
    for (const table of ['message', 'message_event']) await q.query(`DELETE FROM ${table} WHERE person_id IS NULL`)
    await q.query(`ALTER TABLE message MODIFY person_id ${id} NOT NULL`)
    await q.query(`ALTER TABLE message_event DROP KEY uq_message_event_account`)
    await q.query(`ALTER TABLE message_event DROP COLUMN account_id`)
    await q.query(`ALTER TABLE message_event MODIFY person_id ${id} NOT NULL`)
  }
}
