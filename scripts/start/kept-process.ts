import { spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'

/** A server of somebody else's that runs as long as we do. */
export interface KeptProcess {
  pid: number
  exited: Promise<void>
  hasEnded(): boolean
  /** Asks it to end in good order, and forces it after a while. */
  stop(): Promise<void>
  /** A program that forgets stop() may still end; the pipe then stops the server. */
  unref(): void
}

const STOP_MS = 30_000

/**
 * Holds our end of a pipe as its standard input: when this program ends in any way, even by kill -9, the pipe closes and
 * the server is asked to stop. It runs in a session of its own, so Ctrl-C in the terminal reaches us and not the server,
 * which has to outlive ours while they drain.
 */
const KEEPER = `
exec 3<&0
"$@" </dev/null >/dev/null 2>&1 3<&- & server=$!
echo $server
( read _ <&3; kill -TERM $server ) & watch=$!
wait $server
kill $watch 2>/dev/null`

export async function startKept(program: string, args: string[], env: NodeJS.ProcessEnv): Promise<KeptProcess> {
  const keeper = spawn('/bin/sh', ['-c', KEEPER, 'sh', program, ...args], {
    env,
    stdio: ['pipe', 'pipe', 'ignore'],
    detached: true,
  })
  keeper.stdin.on('error', () => undefined) // the keeper has gone: `exited` tells
  let ended = false
  const exited = new Promise<void>(done => keeper.once('error', () => done()).once('exit', () => done()))
  void exited.then(() => (ended = true))
  const pid = Number(await new Promise(done => keeper.stdout.once('data', done).once('close', () => done(0))))
  const stop = async () => {
    keeper.stdin.end()
    const late = new AbortController()
    const force = sleep(STOP_MS, undefined, { signal: late.signal }).then(
      () => process.kill(pid, 'SIGKILL'),
      () => undefined,
    )
    await exited
    late.abort()
    await force
  }
  const unref = () => {
    keeper.unref()
    for (const pipe of [keeper.stdin, keeper.stdout]) (pipe as unknown as { unref(): void }).unref()
  }
  return { pid, exited, hasEnded: () => ended, stop, unref }
}
