/** Another program of the bench, started by tsx, ended with the bench. */
import { type ChildProcess, spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { join } from 'node:path'

const tsx = createRequire(__filename).resolve('tsx')
const clone = join(__dirname, '../..')

export interface Program {
  stop(): Promise<void>
}

/**
 * Starts a TypeScript program and waits until `url` answers 200. Its output is read by nobody: the log costs what it
 * costs in production, where a file takes it. `BENCH_NODE_FLAGS='--cpu-prof --cpu-prof-dir=…'` shows where time goes.
 */
export const startProgram = async (
  file: string,
  environment: Record<string, string>,
  url: string,
): Promise<Program> => {
  const flags = process.env.BENCH_NODE_FLAGS?.split(' ') ?? []
  const child = spawn(process.execPath, [...flags, '--import', tsx, join(clone, file)], {
    cwd: clone,
    env: { ...process.env, NODE_ENV: 'production', ...environment },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const ended = new Promise<void>(resolve => child.once('exit', () => resolve()))
  process.once('exit', () => child.kill('SIGKILL'))
  await answering(child, file, url)
  return {
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
  }
}

const answering = async (child: ChildProcess, file: string, url: string): Promise<void> => {
  for (let waited = 0; waited < 60_000; waited += 100) {
    if (child.exitCode !== null) throw new Error(`${file} ended with ${child.exitCode}`)
    const answer = await fetch(url).catch(() => undefined)
    if (answer?.ok) return
    await new Promise(r => setTimeout(r, 100))
  }
  child.kill('SIGKILL')
  throw new Error(`${file} did not answer at ${url}`)
}
