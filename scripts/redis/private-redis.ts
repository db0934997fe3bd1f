/**
 * A private Redis for several server processes of the demo and for tests: no root, loopback only, with a password, keeps
 * nothing, ends with the program.
 *
 *   const redis = await startPrivateRedis({ folder: '.data/redis-run' })
 *   redis.url    // redis://:…@127.0.0.1:PORT
 *   redis.pid    // for tests that kill -9 it; start again with the same folder and port for the same URL
 *   await redis.stop()
 *
 * The server's binary is looked for on this machine, else fetched once into `REDIS_CACHE` (default .data/redis in the
 * clone).
 */
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createClient } from '@redis/client'
import { CLONE } from '../start/env-file'
import { freePort } from '../start/free-port'
import { startKept } from '../start/kept-process'
import { findRedisBinary } from './redis-binary'

export interface PrivateRedis {
  url: string
  port: number
  pid: number
  /** Resolves when the server has ended, for whatever reason. */
  exited: Promise<void>
  stop(): Promise<void>
}

export interface PrivateRedisOptions {
  /** Holds the password and the log. */
  folder: string
  /** Default: any free port. */
  port?: number
  log?: (line: string) => void
}

const START_MS = 20_000

/** Starts the server and waits until it answers. Throws a PlainError when the machine lacks something. */
export async function startPrivateRedis(options: PrivateRedisOptions): Promise<PrivateRedis> {
  const folder = resolve(options.folder)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const cache = resolve(CLONE, process.env.REDIS_CACHE || '.data/redis')
  const binary = await findRedisBinary(cache, options.log ?? (() => undefined))
  const password = await passwordOf(folder)

  const start = async (port: number): Promise<PrivateRedis> => {
    const url = `redis://:${password}@127.0.0.1:${port}`
    const kept = await startKept(binary.program, [await writeSettings(folder, port, password)], binary.env)
    if (!(await answers(url, kept.hasEnded))) {
      await kept.stop()
      throw new Error(`Redis did not start: ${await lastLine(folder)}`)
    }
    kept.unref()
    return { url, port, pid: kept.pid, exited: kept.exited, stop: kept.stop }
  }
  return start(options.port ?? (await freePort())).catch(async error => {
    // Between asking for a free port and using it, another program may have taken it: once more.
    if (options.port) throw error
    return start(await freePort())
  })
}

async function passwordOf(folder: string): Promise<string> {
  const file = join(folder, 'password')
  if (!existsSync(file)) await writeFile(file, randomBytes(18).toString('base64url'), { mode: 0o600 })
  return (await readFile(file, 'utf8')).trim()
}

/** In a file and not as arguments, which everybody on the machine can read. */
async function writeSettings(folder: string, port: number, password: string): Promise<string> {
  const file = join(folder, 'redis.conf')
  const settings = [
    'bind 127.0.0.1',
    `port ${port}`,
    `requirepass ${password}`,
    'daemonize no',
    'save ""',
    'appendonly no',
    `dir "${folder}"`,
    `logfile "${join(folder, 'server.log')}"`,
    'maxmemory 64mb',
  ]
  await writeFile(file, settings.join('\n') + '\n', { mode: 0o600 })
  return file
}

async function answers(url: string, ended: () => boolean): Promise<boolean> {
  const deadline = Date.now() + START_MS
  while (!ended() && Date.now() < deadline) {
    const client = createClient({ url, socket: { reconnectStrategy: false, connectTimeout: 2_000 } })
    client.on('error', () => undefined)
    try {
      await client.connect()
      return (await client.ping()) === 'PONG'
    } catch {
      await sleep(30)
    } finally {
      client.destroy()
    }
  }
  return false
}

async function lastLine(folder: string): Promise<string> {
  const log = await readFile(join(folder, 'server.log'), 'utf8').catch(() => '')
  return log.trim().split('\n').pop() || 'it left no log'
}
