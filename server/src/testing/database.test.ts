import { createConnection } from 'mysql2/promise'
import { openDatabase } from '../db/data-source'
import { createTestDatabase } from './database'

test('gives the worker a migrated schema of its own, the same one each time', async () => {
  const url = await createTestDatabase()
  expect(await createTestDatabase()).toBe(url)
  expect(url).not.toBe(process.env.TEST_DATABASE_URL)

  const connection = await createConnection(url)
  const [rows] = await connection.query('SELECT DATABASE() AS name, @@collation_database AS collation')
  await connection.end()
  expect(rows).toEqual([{ name: new URL(url).pathname.slice(1), collation: 'utf8mb4_unicode_ci' }])

  const database = await openDatabase(url, 2)
  expect(await database.showMigrations()).toBe(false)
  await database.destroy()
})
