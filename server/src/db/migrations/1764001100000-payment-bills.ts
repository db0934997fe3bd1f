import type { MigrationInterface, QueryRunner } from 'typeorm'

const id = 'char(36) CHARACTER SET ascii'
const number = (length: number) => `varchar(${length}) CHARACTER SET ascii COLLATE ascii_bin`

/** Each day's bills of WeChat Pay against our books; the code that stands on an institution's receipts. */
export class PaymentBills1764001100000 implements MigrationInterface {
  name = 'PaymentBills1764001100000'

  async up(q: QueryRunner): Promise<void> {
    await q.query(`CREATE TABLE bill_day (
      day date NOT NULL,
      state varchar(10) CHARACTER SET ascii NOT NULL,
      compared_at datetime(3) NULL,
      books ${number(80)} NULL,
      next_look_at datetime(3) NULL,
      PRIMARY KEY (day),
      CONSTRAINT ck_bill_day_state CHECK (state IN ('waiting', 'green', 'open', 'missing')),
      CONSTRAINT ck_bill_day_compared CHECK (state NOT IN ('green', 'open') OR compared_at IS NOT NULL)
    ) ENGINE=InnoDB`)
    await q.query(`CREATE TABLE bill_difference (
      difference_id ${id} NOT NULL,
      day date NOT NULL,
      kind varchar(40) CHARACTER SET ascii NOT NULL,
      number ${number(64)} NOT NULL,
      books bigint NULL,
      bill bigint NULL,
      state varchar(10) CHARACTER SET ascii NOT NULL,
      words varchar(100) NULL,
      note text CHARACTER SET ascii NULL,
      account_id ${id} NULL,
      at datetime(3) NOT NULL,
      PRIMARY KEY (difference_id),
      UNIQUE KEY uq_bill_difference (day, kind, number),
      CONSTRAINT ck_bill_difference_state CHECK (state IN ('open', 'mended', 'explained')),
      CONSTRAINT ck_bill_difference_explained
        CHECK (state <> 'explained' OR (note IS NOT NULL AND account_id IS NOT NULL))
    ) ENGINE=InnoDB`)
    await q.query(`CREATE TABLE bill_elsewhere (
      what varchar(10) CHARACTER SET ascii NOT NULL,
      number ${number(64)} NOT NULL,
      day date NOT NULL,
      PRIMARY KEY (what, number, day)
    ) ENGINE=InnoDB`)
    await q.query(`ALTER TABLE institution ADD COLUMN credit_code ${number(18)} NULL`)
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('ALTER TABLE institution DROP COLUMN credit_code')
    for (const table of ['bill_elsewhere', 'bill_difference', 'bill_day']) await q.query(`DROP TABLE ${table}`)
  }
}
