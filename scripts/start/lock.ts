import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PlainError } from './plain-error'
import { identityOf, isRunning, type ProcessIdentity } from './process-identity'

/**
 * Takes the data folder for this process alone; returns what gives it back. The lock of a program that was killed counts
 * for nothing.
 */
export async function lockFolder(data: string): Promise<() => Promise<void>> {
  await mkdir(data, { recursive: true })
  const file = join(data, 'start.lock')
  const mine = JSON.stringify(identityOf(process.pid))
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      await writeFile(file, mine, { flag: 'wx' })
      return () => rm(file, { force: true })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    const holder = await readHolder(file)
    if (holder && isRunning(holder)) {
      throw new PlainError(
        `It is already running with the data in ${data} (process ${holder.pid}): stop that one first, or use another folder by DATA_DIR.`,
      )
    }
    await rm(file, { force: true })
  }
  throw new PlainError(`Another start holds ${file}: try again in a moment.`)
}

async function readHolder(file: string): Promise<ProcessIdentity | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as ProcessIdentity
  } catch {
    return undefined
  }
}
