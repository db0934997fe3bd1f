import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createConnection, type RowDataPacket } from 'mysql2/promise'
import { startPrivateDatabase } from '../database/private-database'

/**
 * Jest's globalSetup: one real database server for all workers, told to them by TEST_DATABASE_URL; each worker makes its
 * own schema on it (server/src/testing/database.ts). A server named there already is used as it is (its user must be
 * allowed to create databases) and swept of this run's schemas afterwards.
 */
export default async function startDatabase(): Promise<void> {
  process.env.TEST_RUN_ID = String(process.pid)
  const given = process.env.TEST_DATABASE_URL
  if (given) {
    globalThis.stopTestDatabase = () => dropSchemas(given, `\\_test\\_${process.pid}\\_`)
    return
  }
  const folder = await mkdtemp(join(tmpdir(), 'county-tests-'))
  const database = await startPrivateDatabase({ folder })
  process.env.TEST_DATABASE_URL = database.url
  globalThis.stopTestDatabase = async () => {
    await database.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

async function dropSchemas(url: string, part: string): Promise<void> {
  const connection = await createConnection(url)
  try {
    const [rows] = await connection.query<RowDataPacket[]>('SHOW DATABASES LIKE ?', [`%${part}%`])
    for (const row of rows) await connection.query('DROP DATABASE ??', [Object.values(row)[0]])
  } finally {
    await connection.end()
  }
}

declare global {
  var stopTestDatabase: (() => Promise<void>) | undefined
}
