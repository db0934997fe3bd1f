import type { MigrationInterface, QueryRunner } from 'typeorm'

const id = 'char(36) CHARACTER SET ascii'
const sealed = (length: number) => `varchar(${length}) CHARACTER SET ascii COLLATE ascii_bin`

/** Registrations that the counter settles, and how often something was tried. */
const tables = {
  registration_case: `
    case_id ${id} NOT NULL,
    case_number char(6) CHARACTER SET ascii NULL,
    account_id ${id} NOT NULL,
    live_account_key ${id} NULL,
    name ${sealed(400)} NOT NULL,
    identity_number ${sealed(255)} NOT NULL,
    identity_index char(64) CHARACTER SET ascii NOT NULL,
    consent_version varchar(20) NOT NULL,
    state varchar(8) CHARACTER SET ascii NOT NULL,
    taken_by ${id} NULL,
    created_at datetime(3) NOT NULL,
    expires_at datetime(3) NOT NULL,
    PRIMARY KEY (case_id),
    UNIQUE KEY uq_registration_case_number (case_number),
    UNIQUE KEY uq_registration_case_account (live_account_key),
    KEY ix_registration_case_expires (expires_at),
    CONSTRAINT ck_registration_case_state CHECK (state IN ('open', 'settled', 'ended')),
    CONSTRAINT ck_registration_case_live CHECK ((state = 'open') = (case_number IS NOT NULL)),
    CONSTRAINT ck_registration_case_account CHECK ((state = 'open') = (live_account_key IS NOT NULL))`,
  attempt_count: `
    subject varchar(160) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    spent int NOT NULL,
    first_at datetime(3) NOT NULL,
    last_at datetime(3) NOT NULL,
    PRIMARY KEY (subject),
    KEY ix_attempt_count_last (last_at)`,
}

export class RegistrationCases1764000650000 implements MigrationInterface {
  name = 'RegistrationCases1764000650000'

  async up(runner: QueryRunner): Promise<void> {
    for (const [name, columns] of Object.entries(tables))
      await runner.query(`CREATE TABLE ${name} (${columns}) ENGINE=InnoDB`)
    await runner.query('ALTER TABLE person ADD COLUMN file_chosen_at datetime(3) NULL')
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE person DROP COLUMN file_chosen_at')
    for (const name of Object.keys(tables)) await runner.query(`DROP TABLE ${name}`)
  }
}
