import { join } from 'node:path'
import { checkGivenDatabase } from '../database/given-database'
import { startPrivateDatabase } from '../database/private-database'
import { type Stack } from './stack'

/** The URL of the database to use: DATABASE_URL when set, else a private one that runs as long as the stack. */
export async function provideDatabase(data: string, stack: Stack, note: (line: string) => void): Promise<string> {
  const given = process.env.DATABASE_URL
  if (given) {
    await checkGivenDatabase(given)
    return given
  }
  const database = await startPrivateDatabase({ folder: join(data, 'database'), log: note })
  stack.add({ name: 'The database', exited: database.exited.then(() => 'exit'), stop: database.stop })
  return database.url
}
