import { spawn } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { CLONE } from '../start/env-file'

/** Where each part's output and reports go. */
export const RESULTS = join(CLONE, 'test-results')

export interface Counts {
  passed: number
  failed: number
}

/** One part of the run, by the name it is chosen with. */
export interface Part {
  name: string
  run(output: Output): Promise<Counts>
}

/** A part's own log: shown whole only when the part fails. */
export interface Output {
  file: string
  /** Runs a command of the clone to its end; true when it ended well. */
  command(args: string[], env?: NodeJS.ProcessEnv): Promise<boolean>
  line(text: string): void
}

export async function openOutput(name: string): Promise<Output> {
  await mkdir(RESULTS, { recursive: true })
  const file = join(RESULTS, `${name}.log`)
  const log = createWriteStream(file)
  const command = async (args: string[], env: NodeJS.ProcessEnv = {}) => {
    const [program, ...rest] = args
    const child = spawn(program!, rest, {
      cwd: CLONE,
      env: { ...process.env, FORCE_COLOR: '0', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    child.stdout.pipe(log, { end: false })
    child.stderr.pipe(log, { end: false })
    const ended = await new Promise(done => child.once('error', done).once('close', done))
    if (ended !== 0) log.write(`\n${args.join(' ')}: ${ended instanceof Error ? ended.message : `exit ${ended}`}\n`)
    return ended === 0
  }
  return { file, command, line: text => void log.write(`${text}\n`) }
}

/** A part that is one statement: it holds or it does not. */
export function single(name: string, ...commands: string[][]): Part {
  const run = async ({ command }: Output) => {
    for (const args of commands) if (!(await command(args))) return { passed: 0, failed: 1 }
    return { passed: 1, failed: 0 }
  }
  return { name, run }
}

/** A part that is many tests, counted from Jest's own report; a test that is skipped counts as failed. */
export function jest(name: string, args: string[], env: NodeJS.ProcessEnv = {}): Part {
  const run = async ({ command }: Output) => {
    const report = join(RESULTS, `${name}.json`)
    await rm(report, { force: true })
    const ok = await command(
      [process.execPath, 'node_modules/jest/bin/jest.js', '--json', '--outputFile', report, ...args],
      env,
    )
    const counts = await readFile(report, 'utf8').then(countTests, () => ({ passed: 0, failed: 1 }))
    // Jest may fail for another reason than a test, as a teardown that threw.
    return { ...counts, failed: counts.failed || (ok ? 0 : 1) }
  }
  return { name, run }
}

function countTests(report: string): Counts {
  const found = JSON.parse(report) as Record<
    'numPassedTests' | 'numFailedTests' | 'numPendingTests' | 'numTodoTests' | 'numRuntimeErrorTestSuites',
    number
  >
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, numRuntimeErrorTestSuites } = found
  return { passed: numPassedTests, failed: numFailedTests + numPendingTests + numTodoTests + numRuntimeErrorTestSuites }
}
