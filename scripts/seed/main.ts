import { existsSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { createConnection, type RowDataPacket } from 'mysql2/promise'
import { readConfig } from 'server/config'
import { seed } from './seed'

/**
 * Fills an empty demo through the API of the server at SERVER_URL (seed.ts). Does nothing where people are already.
 * SEEDING_FILE marks a seeding that has begun: one that was cut short is taken up again.
 */
async function main(): Promise<void> {
  const { SERVER_URL, SEEDING_FILE } = process.env
  if (!SERVER_URL || !SEEDING_FILE) throw new Error('SERVER_URL and SEEDING_FILE must be set')
  const config = readConfig(process.env)
  if (!existsSync(SEEDING_FILE) && (await hasPeople(config.DATABASE_URL))) return
  await writeFile(SEEDING_FILE, '')
  await seed(config, SERVER_URL, line => console.log(line))
  await rm(SEEDING_FILE)
}

async function hasPeople(url: string): Promise<boolean> {
  const connection = await createConnection(url)
  try {
    const [rows] = await connection.query<RowDataPacket[]>('SELECT 1 FROM account LIMIT 1')
    return rows.length > 0
  } finally {
    await connection.end()
  }
}

main().catch((error: unknown) => {
  console.error(error)
  process.exitCode = 1
})
