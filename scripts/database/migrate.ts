import { openDatabase } from 'server/db/data-source'
import { describeError } from '../start/plain-error'
import { withDatabase } from './open'

/** `npm run migrate`: brings the database's tables up to what this version of the server needs. */
async function migrate(url: string): Promise<void> {
  const database = await openDatabase(url, 2)
  try {
    const done = await database.runMigrations()
    console.log(done.length ? `Migrated: ${done.map(({ name }) => name).join(', ')}` : 'The tables are up to date.')
  } finally {
    await database.destroy()
  }
}

withDatabase(migrate).catch((error: unknown) => {
  console.error(describeError(error))
  process.exitCode = 1
})
