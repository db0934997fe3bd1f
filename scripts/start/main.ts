import { rm, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { checkMachine } from './checks'
import { loadEnvFile } from './env-file'
import { lockFolder } from './lock'
import { portsOf, readOptions, type StartOptions } from './options'
import { describeError, PlainError } from './plain-error'
import { createStack } from './stack'
import { startAll } from './start-all'

/** Ctrl-C, an ordinary kill, a closed terminal. */
const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

async function main(): Promise<void> {
  const stack = createStack(console.log)
  // The terminal and npm may both pass on one Ctrl-C: more signals change nothing, each step of stopping has its limit.
  for (const signal of STOP_SIGNALS) process.on(signal, () => stack.end(signal))
  let unlock = async () => {}
  try {
    loadEnvFile()
    const options = readOptions(process.argv.slice(2), process.env)
    unlock = await lockFolder(options.data)
    await checkMachine(portsOf(options), options.data)
    if (options.fresh) await forget(options)
    await Promise.race([startAll(options, stack), stack.over])
    const reason = await stack.over
    if (!isSignal(reason)) throw new PlainError(reason)
  } catch (error) {
    if (!isSignal(stack.reason)) {
      console.error(`\n${describeError(error)}`)
      process.exitCode = 1
    }
  }
  await stack.stop()
  await unlock()
  process.exit()
}

function isSignal(reason: string | undefined): boolean {
  return STOP_SIGNALS.some(signal => signal === reason)
}

/** Begins anew: everything goes but the fetched binaries and the lock we hold. */
async function forget({ data }: StartOptions): Promise<void> {
  if (process.env.DATABASE_URL) {
    throw new PlainError(
      '--fresh would leave the database at DATABASE_URL as it is: empty that one yourself, then start without --fresh.',
    )
  }
  const kept = ['mariadb', 'redis', 'start.lock']
  for (const name of await readdir(data)) {
    if (!kept.includes(name)) await rm(join(data, name), { recursive: true, force: true })
  }
}

void main()
