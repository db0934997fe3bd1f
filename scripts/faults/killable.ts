/** A real server on a real database, both killed with `kill -9` and started again, and what the fault tests ask them. */
import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { openDatabase } from 'server/db/data-source'
import type { DataSource } from 'typeorm'
import { type AppointmentRules, defaultAppointmentRules } from 'shared/appointments/rules-contract'
import { ProblemError } from 'shared/kernel/client'
import { errors } from 'shared/kernel/errors'
import { type PrivateDatabase, startPrivateDatabase } from '../database/private-database'
import { type Child, startChild, waitUntilHealthy } from '../start/child'
import { freePort } from '../start/free-port'

const clone = join(__dirname, '../..')
const key = () => randomBytes(32).toString('base64')

/** The slots that the rush is about belong to it. */
export const institutionId = 'org-county'

export interface Process {
  child: Child
  kill(): Promise<void>
}

/** One program of this repository that answers `/healthz` at `port`. */
export const startProgram = async (
  folder: string,
  file: string,
  port: number,
  env: NodeJS.ProcessEnv,
): Promise<Process> => {
  const child = startChild({
    name: file,
    args: ['--import', 'tsx', join(clone, file)],
    cwd: clone,
    env: { ...process.env, ...env, PORT: String(port) },
    log: join(folder, `${file.replaceAll('/', '-')}-${randomUUID()}.log`),
  })
  await waitUntilHealthy(child, `http://127.0.0.1:${port}/healthz`)
  const kill = async () => {
    try {
      process.kill(child.pid, 'SIGKILL')
    } catch {
      throw new Error(`${file} had ended by itself (${await child.exited}):\n${await child.lastLines()}`)
    }
    await child.exited
  }
  return { child, kill }
}

/** A migrated database in a folder of its own, the keys of a server on it, and an address where that is to listen. */
export const prepareKillable = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'county-faults-'))
  let database: PrivateDatabase = await startPrivateDatabase({ folder: join(folder, 'database') })
  const migrating = await openDatabase(database.url, 2)
  await migrating.runMigrations()
  await migrating.destroy()
  const port = await freePort()
  return {
    folder,
    port,
    base: `http://127.0.0.1:${port}`,
    keys: { ACCESS_TOKEN_KEY: key(), DATA_KEYS: `k1:${key()}`, INDEX_KEY: key(), DATABASE_URL: database.url },
    async killDatabase(): Promise<void> {
      process.kill(database.pid, 'SIGKILL')
      await database.exited
      database = await startPrivateDatabase({ folder: join(folder, 'database'), port: database.port })
    },
    async stop(): Promise<void> {
      await database.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

export const until = async (what: string, holds: () => Promise<boolean>, limitMs = 60_000): Promise<void> => {
  for (const end = Date.now() + limitMs; Date.now() < end; await sleep(200)) if (await holds()) return
  throw new Error(`Not within ${limitMs / 1000} s: ${what}`)
}
export const count = async (db: DataSource, sql: string): Promise<number> => Number((await db.query(sql))[0].n)

/** 40 slots of one institution that the server itself has pulled from the platform, with room for many hands. */
export const fortySlots = async (
  db: DataSource,
  rules: Partial<AppointmentRules> = {},
  price: 'any' | 'not free' = 'any',
): Promise<string[]> => {
  const bookable = `FROM appointment_slot sl JOIN appointment_session se ON se.session_id = sl.session_id
    JOIN department d ON d.department_id = se.department_id
    WHERE d.institution_id = '${institutionId}' AND se.state = 'open' AND sl.public_remaining > 0
      AND sl.starts_at > NOW() + INTERVAL 2 DAY AND sl.starts_at < NOW() + INTERVAL 12 DAY
      AND COALESCE(se.fee, 0) >= ${price === 'any' ? 0 : 1}`
  await until('the schedules are here', async () => (await count(db, `SELECT COUNT(*) AS n ${bookable}`)) >= 40)
  const many = { perDepartmentPerDay: 10, perPhonePerMonth: 100 }
  await db.query(
    'INSERT INTO institution_rules (institution_id, rules, version, updated_at) VALUES (?, ?, 1, NOW(3))',
    [institutionId, JSON.stringify({ ...defaultAppointmentRules, ...many, ...rules })],
  )
  const rows: { id: string }[] = await db.query(`SELECT sl.slot_id AS id ${bookable} ORDER BY MD5(sl.slot_id) LIMIT 40`)
  return rows.map(r => r.id)
}

/** Repeats under the same key until there is an answer; a refusal is one, a broken connection or a 5xx is none. */
export const persist = async <T>(
  call: (idempotencyKey: string) => Promise<T>,
): Promise<{ answer?: T; idempotencyKey: string }> => {
  const idempotencyKey = randomUUID()
  for (let tries = 0; tries < 300; tries++) {
    try {
      return { answer: await call(idempotencyKey), idempotencyKey }
    } catch (error) {
      if (error instanceof ProblemError && errors[error.code].status < 500 && error.code !== 'too_many_requests')
        return { idempotencyKey }
      await sleep(100)
    }
  }
  throw new Error('No answer after 300 tries')
}
export const pick = <T>(list: readonly T[]): T => list[Math.floor(Math.random() * list.length)]!
