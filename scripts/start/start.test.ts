import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from './free-port'
import { identityOf } from './process-identity'

let data: string

beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'county-start-'))
})

afterEach(() => rm(data, { recursive: true, force: true }))

/** What `npm start` says before it gives up. */
async function start(env: NodeJS.ProcessEnv, ...args: string[]): Promise<{ code: unknown; said: string }> {
  const child = spawn(process.execPath, [join(__dirname, '../start.mjs'), ...args], {
    env: { ...process.env, DATA_DIR: data, DATABASE_URL: '', PORT: String(await freePort()), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  child.stdout.on('data', chunk => (said += chunk))
  child.stderr.on('data', chunk => (said += chunk))
  const code = await new Promise(done => child.once('close', done))
  return { code, said: said.trim() }
}

test('a port in use is one clear sentence', async () => {
  const other = createServer()
  await new Promise<void>(done => other.listen(0, '127.0.0.1', done))
  const { port } = other.address() as AddressInfo
  const result = await start({ PORT: String(port) })
  await new Promise(done => other.close(done))
  const sentence = `Port ${port} is in use: stop what listens there, or choose another with PORT=${port + 1} npm start.`
  expect(result).toEqual({ code: 1, said: sentence })
})

test('so is one of the ports that further processes take', async () => {
  const other = createServer()
  await new Promise<void>(done => other.listen(0, '127.0.0.1', done))
  const { port } = other.address() as AddressInfo
  const result = await start({ PORT: String(port - 1) }, '--processes', '2')
  await new Promise(done => other.close(done))
  expect(result.code).toBe(1)
  expect(result.said).toMatch(/^Port \d+ is in use/)
})

test.each([
  [{ PORT: 'web' }, [], 'PORT is "web", but has to be a number from 1 to 65535.'],
  [{}, ['--frsh'], 'Unknown option --frsh: npm start takes -- --fresh, -- --dev and -- --processes 2.'],
  [{}, ['--processes', 'two'], '--processes has to be followed by a number from 1 to 8.'],
  [{ PORT: '65535' }, ['--processes', '2'], 'PORT is "65535", but has to be a number from 1 to 65534.'],
  [{ DATABASE_URL: '3306' }, [], 'DATABASE_URL has to look like mysql://user:password@host:3306/database'],
])('a wrong setting is one clear sentence: %j %j', async (env, args, sentence) => {
  const { code, said } = await start(env, ...args)
  expect(code).toBe(1)
  expect(said).toContain(sentence)
  expect(said).not.toMatch(/^\s+at /m)
})

test('a database that does not answer is named, its password is not', async () => {
  const { code, said } = await start({ DATABASE_URL: `mysql://me:hidden@127.0.0.1:${await freePort()}/clinic` })
  expect(code).toBe(1)
  expect(said).toMatch(/No connection to the database clinic at 127\.0\.0\.1:\d+ \(DATABASE_URL\): .*ECONNREFUSED/)
  expect(said).not.toContain('hidden')
})

test('a second start with the same data names the first, and leaves its lock', async () => {
  const lock = join(data, 'start.lock')
  await writeFile(lock, JSON.stringify(identityOf(process.pid)))
  for (const _attempt of [1, 2]) {
    const { code, said } = await start({})
    expect(code).toBe(1)
    expect(said).toMatch(`It is already running with the data in ${data} (process ${process.pid})`)
  }
})

test('--fresh refuses to promise what it cannot do: empty a database that is not its own', async () => {
  const { code, said } = await start({ DATABASE_URL: 'mysql://me:hidden@127.0.0.1:3306/clinic' }, '--fresh')
  expect(code).toBe(1)
  expect(said).toMatch(/^--fresh would leave the database at DATABASE_URL as it is/)
})

test('a Node that is too old is one clear sentence, before anything of ours is loaded', async () => {
  const program = `Object.defineProperty(process.versions, 'node', { value: '18.20.0' })
    import(${JSON.stringify(join(__dirname, '../start.mjs'))})`
  const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.on('data', chunk => (said += chunk))
  expect(await new Promise(done => child.once('close', done))).toBe(1)
  expect(said.trim()).toBe('Node 18.20.0 is too old: install Node 20.19 or newer (https://nodejs.org).')
})
