import { spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { PlainError } from './plain-error'
import { type Running } from './stack'

export interface Program {
  /** How people know it, as in "the server". */
  name: string
  /** What is run; default this Node, which then watches over its parent (end-with-parent.cjs). */
  command?: string
  args: string[]
  cwd: string
  env: NodeJS.ProcessEnv
  /** The file its output goes to. */
  log: string
}

export interface Child extends Running {
  pid: number
  /** Asks it to end in good order and waits; forces it after `patienceMs`. */
  stop(patienceMs?: number): Promise<void>
}

/** A server draining long requests may take this long. */
const PATIENCE_MS = 35_000

const WATCH_PARENT = join(__dirname, 'end-with-parent.cjs')

/**
 * Starts a program of ours in a session of its own, so that Ctrl-C in the terminal reaches only the starter, which stops
 * everything in the right order.
 */
export function startChild({ name, command, args, cwd, env, log }: Program): Child {
  const output = openLog(log)
  const [program, before] = command ? [command, []] : [process.execPath, ['--require', WATCH_PARENT]]
  const child = spawn(program, [...before, ...args], {
    cwd,
    env,
    stdio: ['ignore', output, output, ...(command ? [] : ['ipc' as const])],
    detached: true,
  })
  closeSync(output)
  const exited = new Promise<string>(done => {
    child.once('error', error => done(error.message))
    child.once('exit', (code, signal) => done(signal ?? `exit ${code}`))
  })
  const stop = async (patienceMs = PATIENCE_MS) => {
    signal(child.pid, 'SIGTERM')
    const late = setTimeout(() => signal(child.pid, 'SIGKILL'), patienceMs)
    await exited
    clearTimeout(late)
  }
  const lastLines = async () => (await readFile(log, 'utf8')).trim().split('\n').slice(-25).join('\n')
  return { name, pid: child.pid ?? 0, exited, stop, lastLines }
}

/** To the whole session of a child, npm's children too; nothing when it has gone. */
function signal(pid: number | undefined, name: NodeJS.Signals): void {
  try {
    if (pid) process.kill(-pid, name)
  } catch {
    // it has ended
  }
}

/** Waits until the child answers 200 at `url`. */
export async function waitUntilHealthy(child: Child, url: string): Promise<void> {
  const asked = () => fetch(url, { signal: AbortSignal.timeout(5000) })
  await waitUntil(child, () =>
    asked().then(
      reply => reply.ok,
      () => false,
    ),
  )
}

/** Waits until `holds`; a PlainError with the child's last lines when it ends first or takes too long. */
export async function waitUntil(child: Child, holds: () => Promise<boolean>, limitMs = 60_000): Promise<void> {
  let ended: string | undefined
  void child.exited.then(how => (ended = how))
  const deadline = Date.now() + limitMs
  while (!(await holds())) {
    if (ended) throw new PlainError(`${child.name} could not start (${ended}):\n${await child.lastLines()}`)
    if (Date.now() > deadline) {
      throw new PlainError(`${child.name} was not ready after ${limitMs / 1000} s:\n${await child.lastLines()}`)
    }
    await sleep(100)
  }
}

/** Runs a program to its end; a PlainError with its last lines unless it ends well. */
export async function runToEnd(program: Program, onStart: (child: Running) => void): Promise<void> {
  const child = startChild(program)
  onStart(child)
  const how = await child.exited
  if (how !== 'exit 0') throw new PlainError(`${program.name} failed (${how}):\n${await child.lastLines()}`)
}

/** One file a program and run, the run before kept beside it. */
function openLog(log: string): number {
  mkdirSync(join(log, '..'), { recursive: true })
  rmSync(`${log}.before`, { force: true })
  try {
    renameSync(log, `${log}.before`)
  } catch {
    // the first run
  }
  return openSync(log, 'a', 0o600)
}
