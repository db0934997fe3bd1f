import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { networkInterfaces, tmpdir } from 'node:os'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createClient } from '@redis/client'
import { identityOf } from '../start/process-identity'
import { type PrivateRedis, startPrivateRedis } from './private-redis'

let folder: string
const running: PrivateRedis[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'county-redis-'))
})
afterEach(async () => {
  for (const redis of running.splice(0)) await redis.stop()
  await rm(folder, { recursive: true, force: true })
})

async function start(port?: number): Promise<PrivateRedis> {
  const redis = await startPrivateRedis({ folder, port })
  running.push(redis)
  return redis
}

async function ask(url: string, command: string[]): Promise<unknown> {
  const client = createClient({ url, socket: { reconnectStrategy: false } })
  client.on('error', () => undefined)
  await client.connect()
  return client.sendCommand(command).finally(() => client.destroy())
}

test('answers who has the password, on loopback alone, and tells nobody the password', async () => {
  const { url, port, pid } = await start()
  expect(await ask(url, ['PING'])).toBe('PONG')
  await expect(ask(`redis://127.0.0.1:${port}`, ['PING'])).rejects.toThrow('NOAUTH')
  await expect(ask(`redis://:wrong@127.0.0.1:${port}`, ['PING'])).rejects.toThrow('WRONGPASS')
  for (const name of ['password', 'redis.conf']) expect((await stat(join(folder, name))).mode & 0o077).toBe(0)
  const { password } = new URL(url)
  expect(await readFile(`/proc/${pid}/cmdline`, 'utf8')).not.toContain(password)
  const outside = Object.values(networkInterfaces())
    .flat()
    .find(at => at && at.family === 'IPv4' && !at.internal)
  if (outside) {
    const refused = await new Promise(done =>
      connect(port, outside.address)
        .once('error', () => done(true))
        .once('connect', () => done(false)),
    )
    expect(refused).toBe(true)
  }
})

test('killed and started again it has the same address and has kept nothing', async () => {
  const first = await start()
  await ask(first.url, ['SET', 'word', 'x'])
  process.kill(first.pid, 'SIGKILL')
  await first.exited
  const second = await start(first.port)
  expect(second.url).toBe(first.url)
  expect(await ask(second.url, ['GET', 'word'])).toBeNull()
  await second.stop()
  expect(identityOf(second.pid)).toBeUndefined()
})

test('ends when the program that started it is killed', async () => {
  const program = `require('tsx/cjs'); require(${JSON.stringify(join(__dirname, 'private-redis.ts'))})
    .startPrivateRedis({ folder: ${JSON.stringify(folder)} }).then(redis => { console.log(redis.pid); setInterval(() => {}, 1000) })`
  const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] })
  const exited = new Promise(done => child.once('exit', done))
  const pid = Number(await new Promise(done => child.stdout.once('data', done)))
  expect(identityOf(pid)).toBeDefined()
  child.kill('SIGKILL')
  await exited
  for (const deadline = Date.now() + 20_000; identityOf(pid) && Date.now() < deadline;) await sleep(50)
  expect(identityOf(pid)).toBeUndefined()
})
