import type { MigrationInterface, QueryRunner } from 'typeorm'

const id = 'char(36) CHARACTER SET ascii'
const platformId = 'varchar(64) CHARACTER SET ascii COLLATE ascii_bin'
const key = (length: number) => `varchar(${length}) CHARACTER SET ascii COLLATE ascii_bin NULL`

/**
 * Sessions, slots, bookings, rules, wait-list, no-show blocks. No foreign key points at a slot: an insert would lock
 * the hot row before its counter is changed.
 */
export class Appointments1764000300000 implements MigrationInterface {
  name = 'Appointments1764000300000'

  async up(q: QueryRunner): Promise<void> {
    await schedule(q)
    await bookings(q)
    await rules(q)
    await waiting(q)
  }

  async down(q: QueryRunner): Promise<void> {
    const tables = ['no_show_block', 'waitlist_entry', 'institution_rules_change', 'institution_rules', 'appointment']
    for (const table of [...tables, 'appointment_slot', 'appointment_session']) await q.query(`DROP TABLE ${table}`)
  }
}

const schedule = async (q: QueryRunner): Promise<void> => {
  await q.query(`CREATE TABLE appointment_session (
    session_id ${platformId} NOT NULL,
    department_id ${platformId} NOT NULL,
    doctor_id ${platformId} NOT NULL,
    grade varchar(10) CHARACTER SET ascii NOT NULL,
    day date NOT NULL,
    period varchar(10) CHARACTER SET ascii NOT NULL,
    starts_at char(5) CHARACTER SET ascii NOT NULL,
    ends_at char(5) CHARACTER SET ascii NOT NULL,
    place varchar(255) NULL,
    fee int NOT NULL,
    state varchar(10) CHARACTER SET ascii NOT NULL,
    stop_reason varchar(255) NULL,
    stopped_by varchar(16) CHARACTER SET ascii NULL,
    last_queue_number int NOT NULL DEFAULT 0,
    moved_away int NOT NULL DEFAULT 0,
    platform_updated_at datetime(3) NOT NULL,
    PRIMARY KEY (session_id),
    KEY ix_session_department_day (department_id, day),
    KEY ix_session_doctor_day (doctor_id, day),
    KEY ix_session_day (day),
    CONSTRAINT ck_session_state CHECK (state IN ('open', 'stopped')),
    CONSTRAINT ck_session_grade CHECK (grade IN ('ordinary', 'expert')),
    CONSTRAINT ck_session_fee CHECK (fee >= 0)
  ) ENGINE=InnoDB`)
  await q.query(`CREATE TABLE appointment_slot (
    slot_id ${platformId} NOT NULL,
    session_id ${platformId} NOT NULL,
    starts_at datetime(3) NOT NULL,
    ends_at datetime(3) NOT NULL,
    state varchar(10) CHARACTER SET ascii NOT NULL,
    capacity int NOT NULL,
    public_remaining int NOT NULL,
    contracted_remaining int NOT NULL,
    referral_remaining int NOT NULL,
    held int NOT NULL DEFAULT 0,
    owed int NOT NULL DEFAULT 0,
    public_announced int NOT NULL,
    contracted_announced int NOT NULL,
    referral_announced int NOT NULL,
    reserved_returned_at datetime(3) NULL,
    platform_updated_at datetime(3) NOT NULL,
    PRIMARY KEY (slot_id),
    KEY ix_slot_session (session_id, starts_at),
    KEY ix_slot_starts (starts_at),
    CONSTRAINT ck_slot_state CHECK (state IN ('open', 'stopped')),
    CONSTRAINT ck_slot_counters CHECK (public_remaining >= 0 AND contracted_remaining >= 0
      AND referral_remaining >= 0 AND held >= 0 AND owed >= 0
      AND public_remaining + contracted_remaining + referral_remaining + held <= capacity)
  ) ENGINE=InnoDB`)
}

const bookings = async (q: QueryRunner): Promise<void> => {
  await q.query(`CREATE TABLE appointment (
    appointment_id ${id} NOT NULL,
    person_id ${id} NOT NULL,
    account_id ${id} NOT NULL,
    slot_id ${platformId} NOT NULL,
    session_id ${platformId} NOT NULL,
    institution_id ${platformId} NOT NULL,
    department_id ${platformId} NOT NULL,
    doctor_id ${platformId} NOT NULL,
    day date NOT NULL,
    pool varchar(10) CHARACTER SET ascii NOT NULL,
    status varchar(10) CHARACTER SET ascii NOT NULL,
    version int NOT NULL,
    live_key ${key(110)},
    department_day_key ${key(120)},
    phone_month_key ${key(80)},
    follow_up_key ${id} NULL,
    follow_up_of ${id} NULL,
    fee int NOT NULL,
    queue_number int NULL,
    arrived_at datetime(3) NULL,
    called_at datetime(3) NULL,
    created_at datetime(3) NOT NULL,
    last_change_at datetime(3) NOT NULL,
    last_change_by varchar(16) CHARACTER SET ascii NOT NULL,
    last_change_by_name varchar(120) NOT NULL,
    last_change_reason text CHARACTER SET ascii NULL,
    undo_state json NULL,
    undo_by ${id} NULL,
    undo_until datetime(3) NULL,
    PRIMARY KEY (appointment_id),
    UNIQUE KEY uq_appointment_live (live_key),
    UNIQUE KEY uq_appointment_department_day (department_day_key),
    UNIQUE KEY uq_appointment_phone_month (phone_month_key),
    UNIQUE KEY uq_appointment_follow_up (follow_up_key),
    KEY ix_appointment_person (person_id, day),
    UNIQUE KEY uq_appointment_queue (session_id, queue_number),
    KEY ix_appointment_institution_day (institution_id, day, last_change_at),
    KEY ix_appointment_changed (last_change_at),
    CONSTRAINT ck_appointment_status
      CHECK (status IN ('pending', 'booked', 'arrived', 'fulfilled', 'cancelled', 'noshow')),
    CONSTRAINT ck_appointment_pool CHECK (pool IN ('public', 'contracted', 'referral')),
    CONSTRAINT ck_appointment_live CHECK (status = 'cancelled' OR live_key IS NOT NULL)
  ) ENGINE=InnoDB`)
}

const rules = async (q: QueryRunner): Promise<void> => {
  await q.query(`CREATE TABLE institution_rules (
    institution_id ${platformId} NOT NULL,
    rules json NOT NULL,
    version int NOT NULL,
    updated_at datetime(3) NOT NULL,
    PRIMARY KEY (institution_id)
  ) ENGINE=InnoDB`)
  await q.query(`CREATE TABLE institution_rules_change (
    change_id ${id} NOT NULL,
    institution_id ${platformId} NOT NULL,
    version int NOT NULL,
    at datetime(3) NOT NULL,
    account_id ${id} NOT NULL,
    by_name varchar(120) NOT NULL,
    what json NOT NULL,
    PRIMARY KEY (change_id),
    UNIQUE KEY uq_rules_change_version (institution_id, version)
  ) ENGINE=InnoDB`)
}

const waiting = async (q: QueryRunner): Promise<void> => {
  await q.query(`CREATE TABLE waitlist_entry (
    entry_id ${id} NOT NULL,
    person_id ${id} NOT NULL,
    account_id ${id} NOT NULL,
    session_id ${platformId} NOT NULL,
    institution_id ${platformId} NOT NULL,
    department_id ${platformId} NOT NULL,
    day date NOT NULL,
    state varchar(10) CHARACTER SET ascii NOT NULL,
    live_key ${key(110)},
    offered_slot_id ${platformId} NULL,
    offered_at datetime(3) NULL,
    offer_expires_at datetime(3) NULL,
    created_at datetime(3) NOT NULL,
    changed_at datetime(3) NOT NULL,
    PRIMARY KEY (entry_id),
    UNIQUE KEY uq_waitlist_live (live_key),
    KEY ix_waitlist_session (session_id, state, created_at),
    KEY ix_waitlist_person (person_id, created_at),
    KEY ix_waitlist_expiry (state, offer_expires_at),
    CONSTRAINT ck_waitlist_state
      CHECK (state IN ('waiting', 'offered', 'accepted', 'declined', 'expired', 'cancelled')),
    CONSTRAINT ck_waitlist_offer CHECK (state <> 'offered' OR (offered_slot_id IS NOT NULL AND offer_expires_at IS NOT NULL))
  ) ENGINE=InnoDB`)
  await q.query(`CREATE TABLE no_show_block (
    block_id ${id} NOT NULL,
    person_id ${id} NOT NULL,
    institution_id ${platformId} NOT NULL,
    live_key ${key(110)},
    starts_on date NOT NULL,
    ends_on date NOT NULL,
    no_shows int NOT NULL,
    caused_by ${id} NULL,
    created_at datetime(3) NOT NULL,
    lifted_at datetime(3) NULL,
    lifted_by ${id} NULL,
    appeal_state varchar(10) CHARACTER SET ascii NULL,
    appeal_statement text CHARACTER SET ascii NULL,
    appealed_at datetime(3) NULL,
    answer text CHARACTER SET ascii NULL,
    answered_at datetime(3) NULL,
    PRIMARY KEY (block_id),
    UNIQUE KEY uq_block_live (live_key),
    KEY ix_block_person (person_id, ends_on),
    KEY ix_block_institution (institution_id, ends_on),
    CONSTRAINT ck_block_appeal CHECK (appeal_state IS NULL OR appeal_state IN ('open', 'lifted', 'upheld'))
  ) ENGINE=InnoDB`)
}
