import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { appointment, type Ask, byNumber, client, signIn } from './testing'

const folder = mkdtempSync(join(tmpdir(), 'county-'))
let running: ChildProcess

afterAll(async () => {
  await kill('SIGTERM')
  rmSync(folder, { recursive: true })
})

async function start(): Promise<string> {
  const { clientId: CLIENT_ID, clientSecret: CLIENT_SECRET } = client
  const settings = { PORT: '0', FOLDER: folder, PEOPLE: '20', SEED_DATE: '2026-11-23', CLIENT_ID, CLIENT_SECRET }
  running = spawn(process.execPath, ['--import', 'tsx', join(__dirname, 'main.ts')], {
    env: { ...process.env, ...settings },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  for await (const chunk of running.stdout!) {
    const url = /ready (http\S+)/.exec(String(chunk))?.[1]
    if (url) return url
  }
  throw new Error('The sandbox did not start')
}

async function kill(signal: NodeJS.Signals): Promise<void> {
  if (running.exitCode !== null || running.signalCode !== null) return
  running.kill(signal)
  await once(running, 'exit')
}

/** Creates as fast as it can until the process dies; answers what was acknowledged. */
async function createUntilDead(ask: Ask, prefix: string): Promise<string[]> {
  const acknowledged: string[] = []
  for (let number = 0; ; number++) {
    try {
      const { status } = await ask('POST', '/Appointment', appointment(`${prefix}${number}`))
      if (status === 201) acknowledged.push(`${prefix}${number}`)
    } catch {
      return acknowledged
    }
  }
}

it('keeps every acknowledged write through kill -9 in the middle of writing', async () => {
  const ask = await signIn(await start())
  const open = await ask('POST', '/Patient/pat-lin-xiuying/$health-card-open')
  const writers = ['a', 'b', 'c', 'd'].map(prefix => createUntilDead(ask, prefix))
  setTimeout(() => running.kill('SIGKILL'), 700)
  const acknowledged = (await Promise.all(writers)).flat()
  expect(acknowledged.length).toBeGreaterThan(20)

  // What a write that was cut in two leaves behind.
  appendFileSync(join(folder, 'journal.jsonl'), '{"v":[[999999,"POST",{"resourceType":"Appo')
  const again = await signIn(await start())
  for (const number of acknowledged) {
    expect((await again('GET', `/Appointment?${byNumber(number)}`)).body.total).toBe(1)
  }
  const reopened = await again('POST', '/Patient/pat-lin-xiuying/$health-card-open')
  expect(reopened.body).toEqual(open.body)
})

it('goes on writing after a torn line, with versions and counts as before', async () => {
  await kill('SIGKILL')
  const ask = await signIn(await start())
  const { body } = await ask('POST', '/Appointment', appointment('after'))
  await ask('PUT', `/Appointment/${body.id}`, { ...body, status: 'arrived' })
  const people = (await ask('GET', '/Patient?_summary=count')).body.total
  await kill('SIGKILL')
  const again = await signIn(await start())
  const standing = await again('GET', `/Appointment/${body.id}`)
  expect([standing.body.status, standing.headers.get('etag')]).toEqual(['arrived', 'W/"2"'])
  expect((await again('GET', `/Appointment/${body.id}/_history/1`)).body.status).toBe('booked')
  expect((await again('GET', '/Patient?_summary=count')).body.total).toBe(people)
})

it('says in one sentence what is wrong with its settings', async () => {
  const failing = spawn(process.execPath, ['--import', 'tsx', join(__dirname, 'main.ts')], {
    env: { PATH: process.env.PATH, PORT: '0' },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const [said] = (await once(failing.stderr!, 'data')) as [Buffer]
  expect(String(said)).toContain('CLIENT_ID')
})
