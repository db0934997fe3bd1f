import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createConnection } from 'mysql2/promise'
import { startKept } from '../start/kept-process'
import { isRunning, type ProcessIdentity } from '../start/process-identity'
import { AS_ROOT, ownTmpdir } from './bootstrap'
import { type ServerBinary } from './server-binary'

export interface ServerProcess {
  pid: number
  exited: Promise<void>
  stop(): Promise<void>
}

export interface Launch {
  binary: ServerBinary
  folder: string
  port: number
  initFile: string
  url: string
}

/** MySQL 8's default mode, which MariaDB's lacks ONLY_FULL_GROUP_BY of. */
const SQL_MODE =
  'ONLY_FULL_GROUP_BY,STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'

/** A unix socket's path has room for 107 characters, so it cannot live in a deep clone. */
const SOCKET_LIMIT = 107
const STOP_MS = 30_000
const START_MS = 60_000

/** Runs the server and waits until it takes the application's connection; throws with its last log line if it will not. */
export async function launch(options: Launch): Promise<ServerProcess> {
  const { binary, folder } = options
  const sockets = await mkdtemp(join(tmpdir().length + 20 < SOCKET_LIMIT ? tmpdir() : '/tmp', 'chdb-'))
  const kept = await startKept(binary.program, await serverArguments(options, sockets), binary.env)
  const exited = kept.exited.then(() => rm(sockets, { recursive: true, force: true }))
  const stop = () => kept.stop().then(() => exited)
  if (!(await answers(options.url, kept.hasEnded))) {
    await stop()
    throw new Error(`The database did not start: ${await lastError(folder)}`)
  }
  kept.unref()
  return { pid: kept.pid, exited, stop }
}

/** Ends a server whose program was killed: asked first, forced after a while. */
export async function endLeftover(server: ProcessIdentity): Promise<void> {
  process.kill(server.pid, 'SIGTERM')
  const deadline = Date.now() + STOP_MS
  while (isRunning(server)) {
    if (Date.now() > deadline) process.kill(server.pid, 'SIGKILL')
    await sleep(50)
  }
}

async function serverArguments({ binary, folder, port, initFile }: Launch, sockets: string): Promise<string[]> {
  const data = join(folder, 'data')
  const mysql = ['--mysqlx=OFF', '--skip-log-bin', `--log-error-verbosity=1`]
  const mariadb = ['--log-warnings=1']
  return [
    '--no-defaults',
    ...AS_ROOT,
    ...binary.args,
    `--datadir=${data}`,
    `--tmpdir=${await ownTmpdir(data)}`,
    `--socket=${join(sockets, 's')}`,
    `--pid-file=${join(folder, 'server.pid')}`,
    `--log-error=${join(folder, 'server.log')}`,
    `--init-file=${initFile}`,
    '--bind-address=127.0.0.1',
    `--port=${port}`,
    '--skip-name-resolve',
    '--character-set-server=utf8mb4',
    '--collation-server=utf8mb4_unicode_ci',
    '--default-time-zone=+00:00',
    `--sql-mode=${SQL_MODE}`,
    '--innodb-flush-log-at-trx-commit=1',
    '--innodb-buffer-pool-size=256M',
    '--max-connections=300',
    '--max-allowed-packet=64M',
    '--performance-schema=OFF',
    ...(binary.flavour === 'mysql' ? mysql : mariadb),
  ]
}

async function answers(url: string, ended: () => boolean): Promise<boolean> {
  const deadline = Date.now() + START_MS
  while (!ended() && Date.now() < deadline) {
    try {
      const connection = await createConnection({ uri: url, connectTimeout: 2000 })
      await connection.end()
      return true
    } catch {
      await sleep(50)
    }
  }
  return false
}

async function lastError(folder: string): Promise<string> {
  const log = await readFile(join(folder, 'server.log'), 'utf8').catch(() => '')
  const lines = log.trim().split('\n')
  return (
    lines
      .filter(line => line.includes('[ERROR]'))
      .slice(-2)
      .join(' ') ||
    lines.pop() ||
    'it left no log'
  )
}
