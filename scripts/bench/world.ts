/** Invented people with open sessions, and slots to book: written straight into the bench's own database. */
import { randomBytes } from 'node:crypto'
import { defaultAppointmentRules } from 'shared/appointments/rules-contract'
import { addDays, dayOf, instantOf, systemClock } from 'server/clock'
import { type Config, readConfig } from 'server/config'
import { openDatabase } from 'server/db/data-source'
import { signAccessToken } from 'server/modules/identity/access-token'
import { createFieldCipher } from 'server/security/field-cipher'
import type { DataSource } from 'typeorm'
import { v7 as uuid } from 'uuid'

export interface Booker {
  accountId: string
  personId: string
  token: string
}
export interface World {
  config: Config
  environment: Record<string, string>
  db: DataSource
  bookers: Booker[]
  /**
   * A department and a day of its own for each run (then other hours of those days), so that no limit and no booking of
   * an earlier one is in the way. `slotsEach`: at most 8 half hours. @returns slot ids
   */
  addSlots(sessions: number, slotsEach: number, numbersEach: number): Promise<string[]>
  close(): Promise<void>
}

const zone = 'Asia/Shanghai'
export const institutionId = 'org-bench'
const key = () => randomBytes(32).toString('base64')

/** The server's settings: what an operator raises for a load test, and a platform that is not there. */
export const environmentOf = (databaseUrl: string, port: number): Record<string, string> => ({
  PORT: String(port),
  DATABASE_URL: databaseUrl,
  ACCESS_TOKEN_KEY: key(),
  DATA_KEYS: `k1:${key()}`,
  INDEX_KEY: key(),
  WECHAT_APP_ID: 'wx0000000000000000',
  WECHAT_APP_SECRET: 'secret-of-the-bench',
  COUNTY_FHIR_URL: 'http://127.0.0.1:9/fhir',
  COUNTY_SYNC_MINUTES: '1440',
  REQUESTS_PER_MINUTE: '1000000',
  PUBLIC_REQUESTS_PER_MINUTE: '1000000000',
})

export const insert = async (db: DataSource, table: string, rows: Record<string, unknown>[]): Promise<void> => {
  const columns = Object.keys(rows[0]!)
  const one = `(${columns.map(() => '?').join(', ')})`
  for (let from = 0; from < rows.length; from += 500) {
    const some = rows.slice(from, from + 500)
    await db.query(
      `INSERT INTO ${table} (${columns.join(', ')}) VALUES ${some.map(() => one).join(', ')}`,
      some.flatMap(row => columns.map(c => row[c])),
    )
  }
}

const addPeople = async (db: DataSource, config: Config, count: number): Promise<Booker[]> => {
  const cipher = createFieldCipher(config.DATA_KEYS, Buffer.from(config.INDEX_KEY, 'base64'))
  const now = systemClock.now()
  const far = new Date(now.getTime() + 86_400_000)
  const people = Array.from({ length: count }, (_, n) => ({
    n,
    accountId: uuid(),
    personId: uuid(),
    sessionId: uuid(),
  }))
  const phone = (n: number) => `1990${String(n).padStart(7, '0')}`
  await insert(
    db,
    'account',
    people.map(p => ({
      account_id: p.accountId,
      openid_index: cipher.index(`bench-${p.n}`, 'openid'),
      openid: cipher.seal(`bench-${p.n}`, 'openid'),
      phone: cipher.seal(phone(p.n), 'phone'),
      phone_index: cipher.index(phone(p.n), 'phone'),
      created_at: now,
    })),
  )
  await insert(
    db,
    'session',
    people.map(p => ({
      session_id: p.sessionId,
      account_id: p.accountId,
      created_at: now,
      expires_at: far,
      last_seen_at: now,
    })),
  )
  await insert(
    db,
    'person',
    people.map(p => ({
      person_id: p.personId,
      platform_id: `pat-bench-${p.n}`,
      name: cipher.seal('王小禾', 'name'),
      name_index: cipher.index('王小禾', 'name'),
      identity_number: cipher.seal(`bench-${p.n}`, 'identity_number'),
      identity_index: cipher.index(`bench-${p.n}`, 'identity_number'),
      birth_date: '1970-01-01',
      sex: 'female',
      created_at: now,
      updated_at: now,
    })),
  )
  await insert(
    db,
    'person_link',
    people.map(p => ({
      link_id: uuid(),
      account_id: p.accountId,
      person_id: p.personId,
      basis: 'self',
      scope: 'card,appointments,records',
      state: 'active',
      live_key: `self:${p.accountId}:${p.personId}`,
      self_person_key: p.personId,
      self_account_key: p.accountId,
      created_at: now,
    })),
  )
  await insert(
    db,
    'consent',
    people.map(p => ({
      consent_id: uuid(),
      account_id: p.accountId,
      kind: 'health_data',
      version: config.HEALTH_DATA_CONSENT_VERSION,
      given_at: now,
    })),
  )
  return people.map(p => ({
    accountId: p.accountId,
    personId: p.personId,
    token: signAccessToken(p, config.ACCESS_TOKEN_KEY, now, 900),
  }))
}

const addInstitution = async (db: DataSource): Promise<void> => {
  const base = { active: true, search_text: '', platform_updated_at: systemClock.now() }
  await insert(db, 'institution', [
    { institution_id: institutionId, name: '云溪县人民医院', kind: 'hospital', address: '云溪县城关镇1号', ...base },
  ])
  await insert(db, 'doctor', [{ doctor_id: 'doc-bench', name: '李明', grade: 'ordinary', ...base }])
  await insert(db, 'institution_rules', [
    {
      institution_id: institutionId,
      rules: JSON.stringify({ ...defaultAppointmentRules, perPhonePerMonth: 100 }),
      version: 1,
      updated_at: systemClock.now(),
    },
  ])
}

const addSlots = async (
  db: DataSource,
  run: number,
  [sessions, slotsEach, numbersEach]: number[],
): Promise<string[]> => {
  const updated = { platform_updated_at: systemClock.now() }
  const day = addDays(dayOf(systemClock.now(), zone), 1 + (run % 13))
  const departmentId = `svc-bench-${run}`
  await insert(db, 'department', [
    {
      department_id: departmentId,
      institution_id: institutionId,
      name: '全科',
      treats: '[]',
      search_text: '',
      active: true,
      ...updated,
    },
  ])
  const sessionId = (n: number) => `sched-bench-${run}-${n}`
  const list = Array.from({ length: sessions! }, (_, n) => n)
  await insert(
    db,
    'appointment_session',
    list.map(n => ({
      session_id: sessionId(n),
      department_id: departmentId,
      doctor_id: 'doc-bench',
      grade: 'ordinary',
      day,
      period: 'morning',
      starts_at: '08:00',
      ends_at: '12:00',
      fee: 0,
      state: 'open',
      ...updated,
    })),
  )
  const slots = list.flatMap(n => Array.from({ length: slotsEach! }, (_, s) => ({ n, s })))
  const begins = instantOf(day, '00:00', zone).getTime() + (Math.floor(run / 13) % 6) * 4 * 3_600_000
  const rows = slots.map(({ n, s }) => ({
    slot_id: `slot-bench-${run}-${n}-${s}`,
    session_id: sessionId(n),
    starts_at: new Date(begins + s * 1_800_000),
    ends_at: new Date(begins + (s + 1) * 1_800_000),
    state: 'open',
    capacity: numbersEach,
    public_remaining: numbersEach,
    contracted_remaining: 0,
    referral_remaining: 0,
    public_announced: numbersEach,
    contracted_announced: 0,
    referral_announced: 0,
    ...updated,
  }))
  await insert(db, 'appointment_slot', rows)
  return rows.map(r => r.slot_id)
}

export const createWorld = async (databaseUrl: string, port: number, people: number): Promise<World> => {
  const environment = environmentOf(databaseUrl, port)
  const config = readConfig(environment)
  const db = await openDatabase(databaseUrl, 4)
  await db.runMigrations()
  await addInstitution(db)
  const bookers = await addPeople(db, config, people)
  let run = 0
  return {
    config,
    environment,
    db,
    bookers,
    addSlots: (...shape) => addSlots(db, ++run, shape),
    close: () => db.destroy(),
  }
}
