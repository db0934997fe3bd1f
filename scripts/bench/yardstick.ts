/**
 * The yardstick of bookings: UPDATE of one row, two INSERTs, COMMIT on the same database, by sysbench when it is on PATH,
 * else by a plain mysql2 client that sends the same statements.
 */
import { execFile, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createPool } from 'mysql2/promise'

const run = promisify(execFile)
const hasSysbench = spawnSync('sysbench', ['--version']).status === 0
export const yardstickName = hasSysbench ? 'sysbench transaction' : 'mysql2 transaction'

const tables = [
  'DROP TABLE IF EXISTS bench_slot, bench_booking, bench_event',
  'CREATE TABLE bench_slot (id int PRIMARY KEY, remaining int NOT NULL) ENGINE=InnoDB',
  ...['bench_booking', 'bench_event'].map(
    name => `CREATE TABLE ${name} (id bigint AUTO_INCREMENT PRIMARY KEY, slot_id int NOT NULL, person char(36) NOT NULL,
      note varchar(200) NOT NULL, KEY (slot_id)) ENGINE=InnoDB`,
  ),
  `INSERT INTO bench_slot VALUES ${Array.from({ length: 1000 }, (_, n) => `(${n + 1}, 1000000000)`).join(',')}`,
]

const bySysbench = async (url: URL, rows: number, threads: number, seconds: number): Promise<number> => {
  const { stdout } = await run('sysbench', [
    join(__dirname, 'transaction.lua'),
    `--rows=${rows}`,
    '--db-driver=mysql',
    `--mysql-host=${url.hostname}`,
    `--mysql-port=${url.port || 3306}`,
    `--mysql-user=${decodeURIComponent(url.username)}`,
    `--mysql-password=${decodeURIComponent(url.password)}`,
    `--mysql-db=${url.pathname.slice(1)}`,
    '--mysql-ssl=off',
    `--threads=${threads}`,
    `--time=${seconds}`,
    'run',
  ])
  const events = /total number of events:\s+(\d+)/.exec(stdout)
  const time = /total time:\s+([\d.]+)s/.exec(stdout)
  if (!events || !time) throw new Error(`sysbench said:\n${stdout}`)
  return Number(events[1]) / Number(time[1])
}

const byClient = async (url: URL, rows: number, threads: number, seconds: number): Promise<number> => {
  const pool = createPool({ uri: url.href, connectionLimit: threads })
  const ends = Date.now() + seconds * 1000
  let done = 0
  const client = async (): Promise<void> => {
    const connection = await pool.getConnection()
    await connection.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED')
    for (; Date.now() < ends; done++) {
      const row = 1 + Math.floor(Math.random() * rows)
      await connection.query('BEGIN')
      await connection.query('UPDATE bench_slot SET remaining = remaining - 1 WHERE id = ? AND remaining > 0', [row])
      for (const table of ['bench_booking', 'bench_event'])
        await connection.query(`INSERT INTO ${table} (slot_id, person, note) VALUES (?, UUID(), REPEAT('b', 100))`, [
          row,
        ])
      await connection.query('COMMIT')
    }
    connection.release()
  }
  await Promise.all(Array.from({ length: threads }, client))
  await pool.end()
  return done / seconds
}

export const prepareYardstick = async (query: (sql: string) => Promise<unknown>): Promise<void> => {
  for (const statement of tables) await query(statement)
}

/** Transactions a second over `rows` rows by as many connections as there are clients. */
export const yardstick = (databaseUrl: string, rows: number, clients: number, seconds: number): Promise<number> =>
  (hasSysbench ? bySysbench : byClient)(new URL(databaseUrl), rows, clients, seconds)
