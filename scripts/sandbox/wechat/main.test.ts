import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { driveWechatSandbox } from './drive'

const folder = mkdtempSync(join(tmpdir(), 'wechat-sandbox-'))
const children: ChildProcess[] = []
afterAll(() => {
  for (const child of children) child.kill('SIGKILL')
  rmSync(folder, { recursive: true })
})

async function startProgram(environment: Record<string, string>) {
  const program = spawn(process.execPath, ['--import', 'tsx', join(__dirname, 'main.ts')], {
    env: { ...process.env, PORT: '0', FOLDER: folder, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  children.push(program)
  const [line] = (await once(createInterface(program.stdout), 'line')) as [string]
  return { program, url: line.replace('listening ', '') }
}

it('keeps personas, accepted templates and messages through kill -9 and a half-written line', async () => {
  const credentials = { APPID: 'wx1', APPSECRET: 'secret' }
  const first = await startProgram(credentials)
  const before = driveWechatSandbox(first.url)
  const persona = await before.addPersona({ id: 'kept', phone: '19900019999' })
  await before.acceptMessages('kept', ['sandbox-account-notice'])
  first.program.kill('SIGKILL')
  await once(first.program, 'exit')
  appendFileSync(join(folder, 'wechat.jsonl'), '{"type":"persona","perso')

  for (let round = 0; round < 2; round++) {
    const again = await startProgram(credentials)
    const after = driveWechatSandbox(again.url)
    expect((await after.personas()).filter(({ id }) => id === 'kept')).toEqual([persona])
    expect((await fetch(`${again.url}/healthz`)).status).toBe(200)
    expect(await (await fetch(`${again.url}/personas/kept/messages`)).text()).toContain('长期接收')
    await after.addPersona({ id: `round-${round}` })
    again.program.kill('SIGTERM')
    expect(await once(again.program, 'exit')).toEqual([0, null])
  }
}, 60_000)

it('says what is missing', async () => {
  const program = spawn(process.execPath, ['--import', 'tsx', join(__dirname, 'main.ts')], {
    env: { ...process.env, APPID: '', APPSECRET: '' },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  children.push(program)
  const [line] = (await once(createInterface(program.stderr!), 'line')) as [string]
  expect(line).toContain('APPID and APPSECRET must be set')
  await once(program, 'exit')
  expect(program.exitCode).toBe(1)
})
