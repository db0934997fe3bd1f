import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../start/free-port'
import { type Addresses } from '../start/addresses'

/** Each part of the stack may take half a minute to end in good order; all of them together no longer than this. */
const stopMs = 90_000

/**
 * Jest's globalSetup for the browser tests: a whole `npm start` with data of its own on a free port. The tests find it by
 * APP_URL and the sandboxes by WECHAT_URL and COUNTY_FHIR_URL. With APP_URL set, a stack that runs already is used.
 */
export default async function startStack(): Promise<void> {
  if (process.env.APP_URL) return
  const data = await mkdtemp(join(tmpdir(), 'county-browser-'))
  // Whatever the hour of the test: no message waits for the morning.
  const awake = { NOTIFY_QUIET_FROM: '00:00', NOTIFY_QUIET_TO: '00:00' }
  const env = { ...process.env, ...awake, PORT: String(await freePort()), DATA_DIR: data }
  // Watched over like the stack's own children: when the tests are killed, everything ends.
  const args = ['--require', join(__dirname, '../start/end-with-parent.cjs'), join(__dirname, '../start.mjs')]
  const start = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] })
  const ended = new Promise<void>(done => start.once('exit', () => done()))
  globalThis.stopTestStack = async () => {
    start.kill('SIGTERM')
    // Its parts end by themselves when it is gone.
    const late = setTimeout(() => start.kill('SIGKILL'), stopMs)
    await ended
    clearTimeout(late)
    await rm(data, { recursive: true, force: true })
  }
  let said = ''
  const ready = new Promise<boolean>(done => {
    const listen = (chunk: Buffer) => {
      said += chunk
      if (/^ready /m.test(said)) done(true)
    }
    start.stdout!.on('data', listen)
    start.stderr!.on('data', listen)
    void ended.then(() => done(false))
  })
  if (!(await ready)) throw new Error(`npm start did not get ready:\n${said}`)
  const addresses = JSON.parse(await readFile(join(data, 'addresses.json'), 'utf8')) as Addresses
  Object.assign(process.env, {
    APP_URL: addresses.app,
    WECHAT_URL: addresses.wechat,
    COUNTY_FHIR_URL: addresses.county,
    COUNTY_CLIENT: JSON.stringify(addresses.countyClient),
  })
}

declare global {
  var stopTestStack: (() => Promise<void>) | undefined
}
