import { resolve } from 'node:path'
import { CLONE } from './env-file'
import { PlainError } from './plain-error'

export interface StartOptions {
  clone: string
  /** Everything a run keeps: database, secrets, logs, the sandboxes' state. */
  data: string
  /** Of the first server; further ones take the ports after it. */
  port: number
  /** Server processes on one database, told of each other by Redis. */
  processes: number
  /** Forget what earlier runs kept. */
  fresh: boolean
  /** Watch the sources of the server and of the H5 app. */
  dev: boolean
}

/** Where the servers listen, one port each. */
export const portsOf = ({ port, processes }: StartOptions): number[] =>
  Array.from({ length: processes }, (_, n) => port + n)

const MOST_PROCESSES = 8

/** Reads the command line and the environment: PORT (default 3000) and DATA_DIR (default .data in the clone). */
export function readOptions(args: string[], env: NodeJS.ProcessEnv): StartOptions {
  const { flags, processes } = readArguments(args)
  const port = Number(env.PORT || 3000)
  const highest = 65536 - processes
  if (!Number.isInteger(port) || port < 1 || port > highest) {
    throw new PlainError(`PORT is "${env.PORT}", but has to be a number from 1 to ${highest}.`)
  }
  const data = resolve(CLONE, env.DATA_DIR || '.data')
  return { clone: CLONE, data, port, processes, fresh: flags.includes('--fresh'), dev: flags.includes('--dev') }
}

function readArguments(args: string[]): { flags: string[]; processes: number } {
  const at = args.indexOf('--processes')
  const flags = at < 0 ? args : args.toSpliced(at, 2)
  const unknown = flags.find(arg => arg !== '--fresh' && arg !== '--dev')
  if (unknown) {
    throw new PlainError(`Unknown option ${unknown}: npm start takes -- --fresh, -- --dev and -- --processes 2.`)
  }
  const processes = at < 0 ? 1 : Number(args[at + 1])
  if (!Number.isInteger(processes) || processes < 1 || processes > MOST_PROCESSES) {
    throw new PlainError(`--processes has to be followed by a number from 1 to ${MOST_PROCESSES}.`)
  }
  return { flags, processes }
}
