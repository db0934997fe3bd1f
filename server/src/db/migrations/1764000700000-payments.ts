import type { MigrationInterface, QueryRunner } from 'typeorm'

const id = 'char(36) CHARACTER SET ascii'
const platformId = 'varchar(64) CHARACTER SET ascii COLLATE ascii_bin'
const number = (length: number) => `varchar(${length}) CHARACTER SET ascii COLLATE ascii_bin`

/** Orders, their trades at WeChat, refunds, the ledger; notices that were dealt with and alarms. */
export class Payments1764000700000 implements MigrationInterface {
  name = 'Payments1764000700000'

  async up(q: QueryRunner): Promise<void> {
    await orders(q)
    await refunds(q)
    await notices(q)
  }

  async down(q: QueryRunner): Promise<void> {
    const tables = [
      'payment_alarm',
      'payment_notice',
      'ledger_entry',
      'payment_refund',
      'payment_trade',
      'payment_order',
    ]
    for (const table of tables) await q.query(`DROP TABLE ${table}`)
  }
}

const orders = async (q: QueryRunner): Promise<void> => {
  await q.query(`CREATE TABLE payment_order (
    order_id ${id} NOT NULL,
    purpose varchar(20) CHARACTER SET ascii NOT NULL,
    purpose_id ${id} NOT NULL,
    live_key ${number(60)} NULL,
    person_id ${id} NOT NULL,
    account_id ${id} NOT NULL,
    institution_id ${platformId} NOT NULL,
    amount int NOT NULL,
    what varchar(200) NOT NULL,
    valid_until datetime(3) NOT NULL,
    state varchar(10) CHARACTER SET ascii NOT NULL,
    given_up_at datetime(3) NULL,
    paid_trade_no ${number(32)} NULL,
    paid_at datetime(3) NULL,
    version int NOT NULL DEFAULT 0,
    next_step_at datetime(3) NULL,
    failures int NOT NULL DEFAULT 0,
    created_at datetime(3) NOT NULL,
    PRIMARY KEY (order_id),
    UNIQUE KEY uq_order_live (live_key),
    KEY ix_order_purpose (purpose_id, purpose),
    KEY ix_order_person (person_id, created_at),
    KEY ix_order_step (next_step_at),
    KEY ix_order_paid (institution_id, paid_at),
    CONSTRAINT ck_order_state CHECK (state IN ('open', 'paid', 'closed')),
    CONSTRAINT ck_order_amount CHECK (amount > 0),
    CONSTRAINT ck_order_paid CHECK (state <> 'paid' OR (paid_trade_no IS NOT NULL AND paid_at IS NOT NULL))
  ) ENGINE=InnoDB`)
  await q.query(`CREATE TABLE payment_trade (
    out_trade_no ${number(32)} NOT NULL,
    order_id ${id} NOT NULL,
    live_key ${id} NULL,
    account_id ${id} NOT NULL,
    openid_index char(64) CHARACTER SET ascii NOT NULL,
    amount int NOT NULL,
    description varchar(127) NOT NULL,
    expires_at datetime(3) NOT NULL,
    state varchar(10) CHARACTER SET ascii NOT NULL,
    prepay_id ${number(64)} NULL,
    prepaid_at datetime(3) NULL,
    next_query_at datetime(3) NULL,
    transaction_id ${number(32)} NULL,
    paid_at datetime(3) NULL,
    credited ${number(80)} NULL,
    reserved int NOT NULL DEFAULT 0,
    created_at datetime(3) NOT NULL,
    PRIMARY KEY (out_trade_no),
    UNIQUE KEY uq_trade_live (live_key),
    UNIQUE KEY uq_trade_transaction (transaction_id),
    KEY ix_trade_order (order_id),
    KEY ix_trade_query (next_query_at),
    KEY ix_trade_paid (paid_at),
    CONSTRAINT ck_trade_state CHECK (state IN ('open', 'paid', 'closed')),
    CONSTRAINT ck_trade_reserved CHECK (reserved >= 0 AND reserved <= amount),
    CONSTRAINT ck_trade_paid CHECK (state <> 'paid' OR (transaction_id IS NOT NULL AND paid_at IS NOT NULL)),
    CONSTRAINT ck_trade_unpaid CHECK (state = 'paid' OR (transaction_id IS NULL AND reserved = 0))
  ) ENGINE=InnoDB`)
}

const refunds = async (q: QueryRunner): Promise<void> => {
  await q.query(`CREATE TABLE payment_refund (
    refund_id ${id} NOT NULL,
    order_id ${id} NOT NULL,
    out_trade_no ${number(32)} NOT NULL,
    out_refund_no ${number(64)} NOT NULL,
    tries int NOT NULL DEFAULT 1,
    amount int NOT NULL,
    reason varchar(10) CHARACTER SET ascii NOT NULL,
    words varchar(200) NOT NULL,
    statement text CHARACTER SET ascii NULL,
    account_id ${id} NULL,
    state varchar(10) CHARACTER SET ascii NOT NULL,
    not_before datetime(3) NOT NULL,
    asked_at datetime(3) NULL,
    next_step_at datetime(3) NULL,
    failures int NOT NULL DEFAULT 0,
    requested_at datetime(3) NOT NULL,
    settled_at datetime(3) NULL,
    wechat_refund_id ${number(64)} NULL,
    received_by varchar(500) CHARACTER SET ascii NULL,
    PRIMARY KEY (refund_id),
    UNIQUE KEY uq_refund_number (out_refund_no),
    KEY ix_refund_order (order_id),
    KEY ix_refund_trade (out_trade_no),
    KEY ix_refund_step (next_step_at),
    KEY ix_refund_requested (requested_at),
    KEY ix_refund_settled (settled_at),
    CONSTRAINT ck_refund_state CHECK (state IN ('requested', 'processing', 'success', 'abnormal', 'withdrawn')),
    CONSTRAINT ck_refund_reason CHECK (reason IN ('cancelled', 'refused', 'stopped', 'duplicate', 'late', 'staff')),
    CONSTRAINT ck_refund_amount CHECK (amount > 0),
    CONSTRAINT ck_refund_withdrawn CHECK (state <> 'withdrawn' OR asked_at IS NULL)
  ) ENGINE=InnoDB`)
  await q.query(`CREATE TABLE ledger_entry (
    movement ${number(80)} NOT NULL,
    account ${number(80)} NOT NULL,
    amount int NOT NULL,
    order_id ${id} NOT NULL,
    at datetime(3) NOT NULL,
    PRIMARY KEY (movement, account),
    KEY ix_ledger_account (account, at),
    KEY ix_ledger_order (order_id)
  ) ENGINE=InnoDB`)
}

const notices = async (q: QueryRunner): Promise<void> => {
  await q.query(`CREATE TABLE payment_notice (
    notice_id ${number(64)} NOT NULL,
    received_at datetime(3) NOT NULL,
    PRIMARY KEY (notice_id),
    KEY ix_notice_received (received_at)
  ) ENGINE=InnoDB`)
  await q.query(`CREATE TABLE payment_alarm (
    alarm_id ${id} NOT NULL,
    alarm_key ${number(140)} NOT NULL,
    kind varchar(40) CHARACTER SET ascii NOT NULL,
    about ${number(80)} NULL,
    times int NOT NULL DEFAULT 1,
    at datetime(3) NOT NULL,
    last_at datetime(3) NOT NULL,
    PRIMARY KEY (alarm_id),
    UNIQUE KEY uq_alarm (alarm_key),
    KEY ix_alarm_at (at)
  ) ENGINE=InnoDB`)
}
