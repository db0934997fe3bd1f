import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type ServerBinary } from './server-binary'

/** mariadbd and mysqld refuse to run as root unless told so; in a container there is often nobody else. */
export const AS_ROOT = process.getuid?.() === 0 ? ['--user=root'] : []

/**
 * Makes an empty data folder with the system tables and nobody who could log in. Whole or not at all: it is built beside
 * `data` and renamed, so that a bootstrap that was killed leaves nothing half-made. Does nothing when `data` exists.
 */
export async function bootstrapData(binary: ServerBinary, data: string): Promise<void> {
  if (existsSync(data)) return
  const making = `${data}.making`
  await rm(making, { recursive: true, force: true })
  await mkdir(making, { recursive: true, mode: 0o700 })
  const tmpdir = await ownTmpdir(data)
  const args = ['--no-defaults', ...AS_ROOT, ...binary.args, `--datadir=${making}`, `--tmpdir=${tmpdir}`]
  if (binary.flavour === 'mysql') {
    // Gives root a random password that nobody is told (it is printed to the log we drop).
    await feed(binary, [...args, '--initialize'], '')
  } else {
    await feed(binary, [...args, '--bootstrap', '--silent-startup', '--log-warnings=0'], await systemTables(binary))
  }
  await rename(making, data)
}

/**
 * A folder for temporary tables beside the data. In a shared one servers lose theirs to each other: each that starts
 * removes what it takes for the leftovers of a dead one.
 */
export async function ownTmpdir(data: string): Promise<string> {
  await mkdir(`${data}.tmp`, { recursive: true, mode: 0o700 })
  return `${data}.tmp`
}

async function systemTables(binary: ServerBinary): Promise<string> {
  const files = ['mysql_system_tables.sql', 'mysql_system_tables_data.sql']
  const sql = await Promise.all(files.map(file => readFile(join(binary.share, file), 'utf8')))
  return [
    'CREATE DATABASE IF NOT EXISTS mysql;',
    'USE mysql;',
    'SET @auth_root_socket=NULL;',
    ...sql,
    // The data file leaves root without a password on socket and loopback.
    "DELETE FROM global_priv WHERE User <> 'mariadb.sys';",
    'DELETE FROM proxies_priv;',
    '',
  ].join('\n')
}

async function feed(binary: ServerBinary, args: string[], sql: string): Promise<void> {
  const child = spawn(binary.program, args, { env: binary.env, stdio: ['pipe', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.on('data', chunk => (said += chunk))
  child.stdin.on('error', () => undefined) // it ended early: the exit code below says so
  child.stdin.end(sql)
  const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve))
  if (code !== 0) throw new Error(`${binary.program} could not make its system tables (exit ${code}): ${said.trim()}`)
}
