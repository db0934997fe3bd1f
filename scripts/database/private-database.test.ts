import { spawn } from 'node:child_process'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createConnection } from 'mysql2/promise'
import { identityOf, isRunning } from '../start/process-identity'
import { findRunning, startPrivateDatabase, type PrivateDatabase } from './private-database'

let folder: string
let running: PrivateDatabase | undefined

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'county-database-'))
})

afterEach(async () => {
  await running?.stop()
  running = undefined
  await rm(folder, { recursive: true, force: true })
})

async function start(fresh = false): Promise<PrivateDatabase> {
  running = await startPrivateDatabase({ folder, fresh })
  return running
}

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const connection = await createConnection(url)
  try {
    const [rows] = await connection.query(sql)
    return rows as Record<string, unknown>[]
  } finally {
    await connection.end()
  }
}

async function remember(url: string, word: string): Promise<void> {
  await query(url, 'CREATE TABLE IF NOT EXISTS kept (word VARCHAR(20))')
  await query(url, `INSERT INTO kept VALUES ('${word}')`)
}

test('keeps what was committed when the server is killed, and starts again from the same folder', async () => {
  const first = await start()
  await remember(first.url, '山药')
  process.kill(first.pid, 'SIGKILL')
  await first.exited
  const second = await start()
  expect(await query(second.url, 'SELECT word FROM kept')).toEqual([{ word: '山药' }])
  await second.stop()
  const third = await start(true)
  expect(await query(third.url, 'SHOW TABLES')).toEqual([])
})

test('speaks as production does: UTC, utf8mb4, strict, durable commits', async () => {
  const { url } = await start()
  const [settings] = await query(
    url,
    'SELECT @@sql_mode mode, @@time_zone zone, @@character_set_database charset, @@innodb_flush_log_at_trx_commit durable',
  )
  expect(settings).toMatchObject({ zone: '+00:00', charset: 'utf8mb4', durable: 1 })
  expect(settings!.mode).toContain('ONLY_FULL_GROUP_BY')
  expect(settings!.mode).toContain('STRICT_TRANS_TABLES')
})

test('lets in nobody but the application, which may only make databases under its own name', async () => {
  const { url, port } = await start()
  for (const user of ['root', 'mysql', '']) {
    await expect(createConnection({ host: '127.0.0.1', port, user })).rejects.toThrow(/denied/)
  }
  await expect(createConnection({ host: '127.0.0.1', port, user: 'county', password: 'x' })).rejects.toThrow(/denied/)
  await query(url, 'CREATE DATABASE county_health_more')
  await expect(query(url, 'CREATE DATABASE other')).rejects.toThrow(/denied/)
  expect((await stat(join(folder, 'password'))).mode & 0o077).toBe(0)
})

test('two run side by side, each with its own data', async () => {
  const other = await mkdtemp(join(tmpdir(), 'county-database-'))
  const second = await startPrivateDatabase({ folder: other })
  try {
    const first = await start()
    await remember(first.url, '甲')
    expect(await query(second.url, 'SHOW TABLES')).toEqual([])
  } finally {
    await second.stop()
    await rm(other, { recursive: true, force: true })
  }
})

test('stops when the program that started it is killed, and refuses a second program meanwhile', async () => {
  const program = `require('tsx/cjs'); require(${JSON.stringify(join(__dirname, 'private-database.ts'))})
    .startPrivateDatabase({ folder: ${JSON.stringify(folder)} }).then(() => setInterval(() => {}, 1000))`
  const child = spawn(process.execPath, ['-e', program], { stdio: 'inherit' })
  const exited = new Promise(done => child.once('exit', done))
  let found = await findRunning(folder)
  for (const deadline = Date.now() + 20_000; !found && Date.now() < deadline; found = await findRunning(folder)) {
    await sleep(50)
  }
  await expect(startPrivateDatabase({ folder })).rejects.toThrow(`in use by another program (process ${child.pid})`)
  child.kill('SIGKILL')
  await exited
  for (const deadline = Date.now() + 20_000; isRunning(found!.server) && Date.now() < deadline;) await sleep(50)
  expect(identityOf(found!.server.pid)).toBeUndefined()
})
