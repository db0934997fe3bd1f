/**
 * A private MariaDB for development, the demo and tests: no root, loopback only, stops with the program.
 *
 *   const database = await startPrivateDatabase({ folder: '.data/database' })
 *   database.url    // mysql://county:…@127.0.0.1:PORT/county_health
 *   database.pid    // the server itself, for tests that kill -9 it; start again with the same folder to recover
 *   await database.stop()
 *
 * The user may create further databases whose names begin with the same name. Several can run side by side, each with
 * its own folder. The server's binary is looked for on this machine, else fetched once into `MARIADB_CACHE`
 * (default .data/mariadb in the clone).
 */
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { CLONE } from '../start/env-file'
import { freePort } from '../start/free-port'
import { PlainError } from '../start/plain-error'
import { identityOf, isRunning } from '../start/process-identity'
import { bootstrapData } from './bootstrap'
import { findServerBinary } from './server-binary'
import { endLeftover, launch, type ServerProcess } from './server-process'

export interface PrivateDatabase {
  url: string
  port: number
  pid: number
  /** Resolves when the server has ended, for whatever reason. */
  exited: Promise<void>
  /** Ends the server in good order (at most 30 s, then by force). */
  stop(): Promise<void>
}

export interface PrivateDatabaseOptions {
  /** Holds the data, the password and the log. */
  folder: string
  /** The database's name; default county_health. */
  name?: string
  /** Default: any free port. */
  port?: number
  /** Forget the data of earlier runs. */
  fresh?: boolean
  log?: (line: string) => void
}

/** What `running.json` in the folder says while a server runs there: who started it and where it listens. */
export interface RunningDatabase {
  owner: { pid: number; started: string }
  server: { pid: number; started: string }
  url: string
}

const USER = 'county'

/** Starts the server and waits until it answers. Throws a PlainError when the machine lacks something. */
export async function startPrivateDatabase(options: PrivateDatabaseOptions): Promise<PrivateDatabase> {
  const folder = resolve(options.folder)
  const { name = 'county_health', log = () => undefined } = options
  await clearLeftover(folder)
  if (options.fresh) await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true, mode: 0o700 })

  const cache = resolve(CLONE, process.env.MARIADB_CACHE || '.data/mariadb')
  const binary = await findServerBinary(cache, log)
  await bootstrapData(binary, join(folder, 'data'))
  const password = await passwordOf(folder)
  const initFile = await writeInitFile(folder, name, password)

  const start = async (port: number) => {
    const url = `mysql://${USER}:${password}@127.0.0.1:${port}/${name}`
    return { url, port, ...(await launch({ binary, folder, port, initFile, url })) }
  }
  const running = await start(options.port ?? (await freePort())).catch(async error => {
    // Between asking for a free port and using it, another program may have taken it: once more.
    if (options.port) throw error
    return start(await freePort())
  })
  await record(folder, running)
  return { ...running, stop: () => running.stop().then(() => rm(join(folder, 'running.json'), { force: true })) }
}

/** The database that runs in a folder now, started by whichever program, or undefined. */
export async function findRunning(folder: string): Promise<RunningDatabase | undefined> {
  const file = join(folder, 'running.json')
  if (!existsSync(file)) return undefined
  const found = JSON.parse(await readFile(file, 'utf8')) as RunningDatabase
  return isRunning(found.server) ? found : undefined
}

/** A program that was killed may leave its server behind: end it before using its data. */
async function clearLeftover(folder: string): Promise<void> {
  const found = await findRunning(folder)
  if (!found) return
  if (isRunning(found.owner) && found.owner.pid !== process.pid) {
    throw new PlainError(
      `The database in ${folder} is in use by another program (process ${found.owner.pid}): stop it first.`,
    )
  }
  await endLeftover(found.server)
}

async function record(folder: string, running: ServerProcess & { url: string }): Promise<void> {
  const owner = identityOf(process.pid)
  const server = identityOf(running.pid)
  await writeFile(join(folder, 'running.json'), JSON.stringify({ owner, server, url: running.url }), { mode: 0o600 })
}

async function passwordOf(folder: string): Promise<string> {
  const file = join(folder, 'password')
  if (!existsSync(file)) await writeFile(file, randomBytes(18).toString('base64url'), { mode: 0o600 })
  return (await readFile(file, 'utf8')).trim()
}

/** Run by the server itself before it listens: makes the user and the database, again harmlessly at each start. */
async function writeInitFile(folder: string, name: string, password: string): Promise<string> {
  if (!/^\w{1,40}$/.test(name)) throw new Error(`Not a database name: ${name}`)
  const user = `'${USER}'@'127.0.0.1'`
  const file = join(folder, 'init.sql')
  const statements = [
    `CREATE DATABASE IF NOT EXISTS \`${name}\` CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;`,
    `CREATE USER IF NOT EXISTS ${user} IDENTIFIED BY '${password}';`,
    `ALTER USER ${user} IDENTIFIED BY '${password}';`,
    `GRANT ALL ON \`${name.replaceAll('_', '\\_')}%\`.* TO ${user};`,
  ]
  await writeFile(file, statements.join('\n') + '\n', { mode: 0o600 })
  await chmod(file, 0o600)
  return file
}
