/** Where the browser comes from, by the real program with a PATH of the test's own; nothing is installed on this machine. */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Debian's packages take root. */
const mayInstall = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')
const NOT_THERE = 'there is no Chromium on PATH; install it, or name one by CHROME_PATH'

/** The only folder on the program's PATH. */
let bin: string
beforeEach(async () => {
  bin = await mkdtemp(join(tmpdir(), 'county-bin-'))
  await put('fc-list', 'echo Noto Sans CJK SC')
})
afterEach(() => rm(bin, { recursive: true, force: true }))

async function put(name: string, script: string): Promise<string> {
  const file = join(bin, name)
  await writeFile(file, `#!/bin/sh\n${script}\n`, { mode: 0o755 })
  return file
}

async function run(args: string[], env: NodeJS.ProcessEnv = {}): Promise<{ code: unknown; said: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', ...args], {
    cwd: join(__dirname, '../..'),
    env: { PATH: bin, HOME: bin, TMPDIR: bin, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  child.stdout.on('data', chunk => (said += chunk))
  child.stderr.on('data', chunk => (said += chunk))
  const code = await new Promise(done => child.once('close', done))
  return { code, said }
}

async function find(env: NodeJS.ProcessEnv = {}): Promise<unknown> {
  const program = `require(${JSON.stringify(join(__dirname, 'chromium.ts'))}).findChromium()
    .then(found => console.log(JSON.stringify(found)))`
  const { said } = await run(['-e', program], env)
  return JSON.parse(said.trim().split('\n').pop()!)
}
const aptAsked = () => readFile(join(bin, 'asked'), 'utf8').catch(() => '')
/** Stands where Debian's installer would, and writes down what it was asked. */
const putApt = (then: string) => put('apt-get', `echo "$@" >> ${join(bin, 'asked')}\n${then}`)

test('one that is named counts, and one that is named wrongly is not replaced by another', async () => {
  const other = await put('chromium', '')
  const named = await put('my-browser', '')
  expect(await find({ CHROME_PATH: named })).toEqual({ path: named })
  const gone = join(bin, 'gone')
  expect(await find({ CHROME_PATH: gone })).toEqual({ missing: `CHROME_PATH names ${gone}, which does not exist` })
  expect(await find()).toEqual({ path: other })
})

test('one on PATH is taken under any of its names, and nothing is installed', async () => {
  await putApt('exit 1')
  const chrome = await put('google-chrome-stable', '')
  expect(await find()).toEqual({ path: chrome })
  expect(await aptAsked()).toBe('')
})

test("where none is, root gets Debian's chromium; what else is there stays as it is", async () => {
  await putApt(`case "$*" in *install*) echo '#!/bin/sh' > ${join(bin, 'chromium')};; esac`)
  expect(await find()).toEqual(mayInstall ? { path: join(bin, 'chromium') } : { missing: NOT_THERE })
  const asked = ['-qq update', '-qq -y --no-install-recommends install chromium', '']
  expect(await aptAsked()).toBe(mayInstall ? asked.join('\n') : '')
})

test('a browser without a font for Chinese gets one, and is used all the same when that fails', async () => {
  await put('fc-list', 'true')
  const chromium = await put('chromium', '')
  await putApt('exit 1')
  expect(await find()).toEqual({ path: chromium })
  await putApt('true')
  expect(await find()).toEqual({ path: chromium })
  expect(await aptAsked()).toContain(mayInstall ? 'install fonts-noto-cjk' : '')
})

test.each([
  ['skips the browser tests on somebody’s machine', {}, 0, '0 passed, 0 failed'],
  ['fails where CI=true: a skipped test proves nothing', { CI: 'true' }, 1, '0 passed, 1 failed'],
])('without any browser, npm test says why and %s', async (_what, env, code, counted) => {
  await putApt('echo "E: Unable to locate package chromium" >&2; exit 100')
  const result = await run([join(__dirname, 'main.ts'), 'browser'], env)
  const why = mayInstall ? "Debian's chromium could not be installed: E: Unable to locate package chromium" : NOT_THERE
  expect(result.said).toContain(`Browser tests skipped: ${why}.`)
  expect(result.said.trim().split('\n').pop()).toBe(counted)
  expect(result.code).toBe(code)
})
