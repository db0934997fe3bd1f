import { readFile } from 'node:fs/promises'
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
  const folder = join(data, 'database')
  const database = await startPrivateDatabase({ folder, log: note })
  stack.add({
    name: 'The database',
    exited: database.exited.then(() => 'its process is gone'),
    lastLines: async () => (await readFile(join(folder, 'server.log'), 'utf8')).trim().split('\n').slice(-8).join('\n'),
    stop: database.stop,
  })
  return database.url
}
