/** A server that this machine has already, on PATH; and a database that DATABASE_URL names. */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join, resolve } from 'node:path'
import { createConnection } from 'mysql2/promise'
import { provideDatabase } from '../start/database'
import { CLONE } from '../start/env-file'
import { createStack } from '../start/stack'
import { startPrivateDatabase } from './private-database'
import { findServerBinary, type ServerBinary } from './server-binary'

const PATH = process.env.PATH
let folder: string
let bin: string
/** The server that the other tests use. */
let real: ServerBinary

beforeAll(async () => {
  real = await findServerBinary(resolve(CLONE, process.env.MARIADB_CACHE || '.data/mariadb'), console.log)
})
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'county-installed-'))
  bin = await mkdtemp(join(folder, 'bin-'))
  process.env.PATH = bin
})
afterEach(async () => {
  process.env.PATH = PATH
  delete process.env.DATABASE_URL
  await rm(folder, { recursive: true, force: true })
})

async function put(name: string, script: string, where = bin): Promise<string> {
  const file = join(where, name)
  await writeFile(file, `#!/bin/sh\n${script}\n`, { mode: 0o755 })
  return file
}
/** The real server as if it had been built for where it lies. */
function installReal(where = bin): Promise<string> {
  const built = real.args.map(arg => `'${arg}'`).join(' ')
  const libraries = real.env.LD_LIBRARY_PATH ?? ''
  const script = `first=$1; shift; LD_LIBRARY_PATH='${libraries}' exec '${real.program}' "$first" ${built} "$@"`
  return put('mariadbd', script, where)
}
const versionOf = (version: string) => `echo "/usr/sbin/server  Ver ${version}"`
const cache = () => join(folder, 'cache')
const find = () => findServerBinary(cache(), line => void said.push(line))
const said: string[] = []

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const connection = await createConnection(url)
  try {
    const [rows] = await connection.query(sql)
    return rows as Record<string, unknown>[]
  } finally {
    await connection.end()
  }
}

test('a MariaDB on PATH is used and nothing is fetched: it makes its own data, answers and stops', async () => {
  const program = await installReal()
  expect(await find()).toMatchObject({ program, flavour: 'mariadb', share: real.share })
  const database = await startPrivateDatabase({ folder: join(folder, 'database') })
  try {
    expect(await query(database.url, 'SELECT DATABASE() name')).toEqual([{ name: 'county_health' }])
  } finally {
    await database.stop()
  }
  expect(said).toEqual([])
  expect(existsSync(cache())).toBe(false)
})

test.each([
  ['MariaDB before 10.11', 'mariadbd', '10.5.23-MariaDB for debian-linux-gnu on x86_64 (Debian 11)'],
  ['MySQL before 8', 'mysqld', '5.7.44 for Linux on x86_64 (MySQL Community Server (GPL))'],
  ['one that says nothing of itself', 'mysqld', ''],
])('%s is passed over for a newer one further on PATH', async (_what, name, version) => {
  await put(name, versionOf(version))
  const further = await mkdtemp(join(folder, 'bin-'))
  process.env.PATH = [bin, further].join(delimiter)
  const program = await installReal(further)
  expect(await find()).toMatchObject({ program, flavour: 'mariadb' })
})

test('a MySQL 8 on PATH is known as one, which makes its system tables in its own way', async () => {
  const version = versionOf('8.0.40 for Linux on x86_64 (MySQL Community Server - GPL)')
  const program = await put('mysqld', `case "$*" in *--help*) echo 'basedir  /usr/';; *) ${version};; esac`)
  expect(await find()).toMatchObject({ program, flavour: 'mysql', args: [] })
})

test('the database that DATABASE_URL names is used, and none is started beside it', async () => {
  process.env.DATABASE_URL = process.env.TEST_DATABASE_URL
  const stack = createStack(() => undefined)
  expect(await provideDatabase(folder, stack, line => void said.push(line))).toBe(process.env.TEST_DATABASE_URL)
  expect(existsSync(join(folder, 'database'))).toBe(false)
})

describe('npm run migrate with DATABASE_URL', () => {
  let url: URL
  beforeEach(async () => {
    url = new URL(process.env.TEST_DATABASE_URL!)
    url.pathname += `_test_${process.env.TEST_RUN_ID}_given`
    await query(process.env.TEST_DATABASE_URL!, `CREATE DATABASE ${url.pathname.slice(1)} CHARACTER SET utf8mb4`)
  })
  afterEach(() => query(process.env.TEST_DATABASE_URL!, `DROP DATABASE ${url.pathname.slice(1)}`))

  async function migrate(to: string): Promise<{ code: unknown; output: string }> {
    const child = spawn(process.execPath, ['--import', 'tsx', join(__dirname, 'migrate.ts')], {
      cwd: CLONE,
      env: { ...process.env, PATH, DATABASE_URL: to, DATA_DIR: folder },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    child.stdout.on('data', chunk => (output += chunk))
    child.stderr.on('data', chunk => (output += chunk))
    return { code: await new Promise(done => child.once('close', done)), output: output.trim() }
  }

  test('brings its tables up to date, once', async () => {
    expect(await migrate(url.href)).toEqual({ code: 0, output: expect.stringMatching(/^Migrated: /) })
    expect(await query(url.href, "SHOW TABLES LIKE 'outbox_event'")).toHaveLength(1)
    expect(await migrate(url.href)).toEqual({ code: 0, output: 'The tables are up to date.' })
    expect(existsSync(join(folder, 'database'))).toBe(false)
  })

  test('says in one sentence that it may not, without the password', async () => {
    url.password = 'hidden'
    const { code, output } = await migrate(url.href)
    expect(code).toBe(1)
    expect(output).toMatch(
      /^No connection to the database \w+ at 127\.0\.0\.1:\d+ \(DATABASE_URL\): .*[Aa]ccess denied/,
    )
    expect(output).not.toMatch(/hidden|^\s+at /m)
  })
})
