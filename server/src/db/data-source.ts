/** The one connection pool. */
import 'reflect-metadata'
import { createConnection } from 'mysql2/promise'
import { DataSource, type DataSourceOptions } from 'typeorm'
import type { Pool, PoolConnection } from 'mysql2'
import { entities } from './entities'
import { migrations } from './migrations'

/** MySQL 8's own mode, also on MariaDB: what passes here passes there. */
const sqlMode =
  'ONLY_FULL_GROUP_BY,STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'
const sessionStatements = [
  `SET SESSION sql_mode = '${sqlMode}', time_zone = '+00:00'`,
  // Hot rows: no gap locks.
  'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED',
  // Who waits longer is told to come again (transaction.ts repeats it): the default is 50 seconds.
  'SET SESSION innodb_lock_wait_timeout = 5',
]

/** TypeORM builds wrong migrations when told the wrong engine, so the server is asked. */
const engineOf = async (url: string): Promise<'mysql' | 'mariadb'> => {
  const connection = await createConnection({ uri: url.replace(/^mariadb:/, 'mysql:'), connectTimeout: 5_000 })
  try {
    const [rows] = await connection.query('SELECT VERSION() AS version')
    return /mariadb/i.test((rows as { version: string }[])[0]!.version) ? 'mariadb' : 'mysql'
  } finally {
    await connection.end()
  }
}

/** @returns an open DataSource; the schema is not touched (see migrate). */
export const openDatabase = async (url: string, pool: number): Promise<DataSource> => {
  const options: DataSourceOptions = {
    type: await engineOf(url),
    url: url.replace(/^mariadb:/, 'mysql:'),
    entities,
    migrations,
    migrationsTransactionMode: 'each',
    timezone: 'Z',
    // Days stay `YYYY-MM-DD`: a Date would shift them by the machine's time zone.
    dateStrings: ['DATE'],
    charset: 'utf8mb4',
    supportBigNumbers: true,
    extra: { connectionLimit: pool, maxIdle: pool, enableKeepAlive: true },
  }
  const db = new DataSource(options)
  await db.initialize()
  const driver = db.driver as unknown as { pool: Pool }
  driver.pool.on('connection', (connection: PoolConnection) => {
    for (const statement of sessionStatements) connection.query(statement)
  })
  // The one connection that initialize() already made.
  for (const statement of sessionStatements) await db.query(statement)
  return db
}
