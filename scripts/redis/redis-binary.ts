import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { hasApt, librariesIn, unpackDebianPackage } from '../database/debian-packages'
import { PlainError } from '../start/plain-error'

export interface RedisBinary {
  program: string
  env: NodeJS.ProcessEnv
}

const NAMES = ['redis-server', 'valkey-server']
/** Where servers are installed outside an ordinary user's PATH. */
const OTHER_FOLDERS = ['/usr/sbin', '/usr/local/sbin', '/opt/homebrew/bin']
const OLDEST = 6

const run = promisify(execFile)

/**
 * Finds a Redis or Valkey: one installed here, else Debian's package unpacked under `cache`.
 * Throws a PlainError that says what to install when neither can be had.
 */
export async function findRedisBinary(cache: string, log: (line: string) => void): Promise<RedisBinary> {
  const installed = await findInstalled()
  if (installed) return { program: installed, env: process.env }
  if (!hasApt()) {
    throw new PlainError(
      'No Redis: install Redis 6 or newer, or Valkey (macOS: brew install redis; Fedora: dnf install valkey), or run ' +
        '"docker run -d -p 6379:6379 redis:7" and set REDIS_URL=redis://127.0.0.1:6379',
    )
  }
  const root = await unpackDebianPackage('redis-server', cache, log)
  const env = { ...process.env, LD_LIBRARY_PATH: await librariesIn(root) }
  return { program: join(root, 'usr/bin/redis-server'), env }
}

async function findInstalled(): Promise<string | undefined> {
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...OTHER_FOLDERS]
  for (const program of folders.flatMap(folder => NAMES.map(name => join(folder, name)))) {
    if (!existsSync(program)) continue
    const version = await run(program, ['--version']).then(
      ({ stdout }) => Number(/v=(\d+)/.exec(stdout)?.[1]),
      () => 0,
    )
    if (version >= OLDEST) return program
  }
  return undefined
}
