import { createConnection } from 'mysql2/promise'
import { openDatabase } from '../db/data-source'

/**
 * The URL of this jest worker's own schema on the run's real database server, migrated when first asked for. All test
 * files of a worker share it one after another, so a test makes its own people and institutions and counts on nothing
 * else.
 */
export async function createTestDatabase(): Promise<string> {
  const server = process.env.TEST_DATABASE_URL
  if (!server)
    throw new Error('TEST_DATABASE_URL is missing: run the tests by jest, whose globalSetup starts a database')
  const url = new URL(server)
  const name = `${url.pathname.slice(1)}_test_${process.env.TEST_RUN_ID}_${process.env.JEST_WORKER_ID}`
  const connection = await createConnection(server)
  try {
    await connection.query('CREATE DATABASE IF NOT EXISTS ?? CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci', [name])
  } finally {
    await connection.end()
  }
  url.pathname = `/${name}`
  const database = await openDatabase(url.href, 2)
  await database.runMigrations().finally(() => database.destroy())
  return url.href
}
