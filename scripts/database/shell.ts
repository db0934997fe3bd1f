import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'
import { CLONE } from '../start/env-file'
import { describeError, PlainError } from '../start/plain-error'
import { hasApt, librariesIn, unpackDebianPackage } from './debian-packages'
import { withDatabase } from './open'

/** `npm run db`: a SQL shell on the database of this clone. What follows `--` goes to the client, as in `-- -e "SHOW TABLES"`. */
async function shell(address: string): Promise<void> {
  const { program, env } = await findClient()
  const url = new URL(address)
  const args = [`--host=${url.hostname}`, `--port=${url.port || 3306}`, `--user=${decodeURIComponent(url.username)}`]
  const child = spawn(program, [...args, '--protocol=tcp', url.pathname.slice(1), ...process.argv.slice(2)], {
    stdio: 'inherit',
    // Not an argument: everyone on the machine can read those.
    env: { ...env, MYSQL_PWD: decodeURIComponent(url.password) },
  })
  // Ctrl-C belongs to the client: it ends a query there.
  process.on('SIGINT', () => undefined)
  process.exitCode = await new Promise<number>((done, fail) =>
    child.once('error', fail).once('exit', code => done(code ?? 1)),
  )
}

async function findClient(): Promise<{ program: string; env: NodeJS.ProcessEnv }> {
  const folders = (process.env.PATH ?? '').split(delimiter)
  const installed = ['mariadb', 'mysql'].flatMap(name => folders.map(folder => join(folder, name))).find(existsSync)
  if (installed) return { program: installed, env: process.env }
  if (!hasApt()) throw new PlainError('No SQL client: install mariadb or mysql, and have it on PATH.')
  const cache = resolve(CLONE, process.env.MARIADB_CACHE || '.data/mariadb', 'client')
  const root = await unpackDebianPackage('mariadb-client-core', cache, console.log)
  return { program: join(root, 'usr/bin/mariadb'), env: { ...process.env, LD_LIBRARY_PATH: await librariesIn(root) } }
}

withDatabase(shell).catch((error: unknown) => {
  console.error(describeError(error))
  process.exitCode = 1
})
