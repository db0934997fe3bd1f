import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startChild, waitUntil, type Child } from './child'
import { identityOf } from './process-identity'
import { createStack } from './stack'

let folder: string
const left: Child[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'county-stack-'))
})

afterEach(async () => {
  for (const child of left.splice(0)) await child.stop(0)
  await rm(folder, { recursive: true, force: true })
})

/** A program of one line of JavaScript; `story` is a file all of them may write to. */
async function run(name: string, script: string): Promise<Child> {
  const env = { ...process.env, STORY: join(folder, 'story') }
  const child = startChild({ name, args: ['-e', script], cwd: folder, env, log: join(folder, 'logs', `${name}.log`) })
  left.push(child)
  return child
}

const DRAINS = `
  process.on('SIGTERM', () => setTimeout(() => {
    require('fs').appendFileSync(process.env.STORY, NAME + ' ')
    process.exit()
  }, 100))
  console.log('up')
  setInterval(() => {}, 1000)`

const up = (child: Child) => waitUntil(child, async () => (await child.lastLines()).includes('up'))

test('stops what was started the other way round, each when the one before has drained', async () => {
  const said: string[] = []
  const stack = createStack(line => said.push(line))
  for (const name of ['database', 'sandbox', 'server']) {
    const child = await run(name, DRAINS.replace('NAME', `'${name}'`))
    stack.add(child)
    await up(child)
  }
  await stack.stop()
  expect(await readFile(join(folder, 'story'), 'utf8')).toBe('server sandbox database ')
  expect(said).toEqual(['Stopping…', 'Stopped.'])
  expect(left.map(child => identityOf(child.pid))).toEqual([undefined, undefined, undefined])
})

test('one that ends by itself ends everything, and its last words are told', async () => {
  const stack = createStack(() => undefined)
  const steady = await run('steady', DRAINS.replace('NAME', "'steady'"))
  stack.add(steady)
  await up(steady)
  stack.add(await run('The relay', `console.error('no county platform'); process.exit(3)`))
  expect(await stack.over).toBe('The relay ended unexpectedly (exit 3):\nno county platform')
  await stack.stop()
  expect(await steady.exited).toBe('exit 0')
})

test('one that will not end is forced after its time', async () => {
  const stubborn = await run(
    'stubborn',
    `process.on('SIGTERM', () => {}); console.log('up'); setInterval(() => {}, 1000)`,
  )
  await up(stubborn)
  await stubborn.stop(200)
  expect(await stubborn.exited).toBe('SIGKILL')
})

test('children stop when the program that started them is killed', async () => {
  const script = `
    require('tsx/cjs')
    const { startChild } = require(${JSON.stringify(join(__dirname, 'child.ts'))})
    const child = startChild({ name: 'child', args: ['-e', 'setInterval(() => {}, 1000)'], cwd: '.', env: process.env, log: ${JSON.stringify(join(folder, 'child.log'))} })
    console.log('up', child.pid)
    setInterval(() => {}, 1000)`
  const parent = startChild({
    name: 'parent',
    args: ['-e', script],
    cwd: __dirname,
    env: { ...process.env, NODE_PATH: join(__dirname, '../../node_modules') },
    log: join(folder, 'parent.log'),
  })
  left.push(parent)
  await up(parent)
  const pid = Number((await parent.lastLines()).split(' ')[1])
  expect(identityOf(pid)).toBeDefined()
  process.kill(parent.pid, 'SIGKILL')
  for (const deadline = Date.now() + 10_000; identityOf(pid) && Date.now() < deadline;) await sleep(50)
  expect(identityOf(pid)).toBeUndefined()
})
