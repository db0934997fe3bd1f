import { resolve } from 'node:path'
import { CLONE, loadEnvFile } from '../start/env-file'
import { checkGivenDatabase } from './given-database'
import { findRunning, startPrivateDatabase } from './private-database'

/**
 * Calls `work` with the URL of the database that `npm start` uses: DATABASE_URL, else the private one, which is started
 * for as long as the work lasts when no start is running.
 */
export async function withDatabase(work: (url: string) => Promise<void>): Promise<void> {
  loadEnvFile()
  const given = process.env.DATABASE_URL
  if (given) {
    await checkGivenDatabase(given)
    return work(given)
  }
  const folder = resolve(CLONE, process.env.DATA_DIR || '.data', 'database')
  const running = await findRunning(folder)
  if (running) return work(running.url)
  const database = await startPrivateDatabase({ folder, log: console.log })
  try {
    await work(database.url)
  } finally {
    await database.stop()
  }
}
