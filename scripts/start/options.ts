import { resolve } from 'node:path'
import { CLONE } from './env-file'
import { PlainError } from './plain-error'

export interface StartOptions {
  clone: string
  /** Everything a run keeps: database, secrets, logs, the sandboxes' state. */
  data: string
  port: number
  /** Forget what earlier runs kept. */
  fresh: boolean
  /** Watch the sources of the server and of the H5 app. */
  dev: boolean
}

/** Reads the command line and the environment: PORT (default 3000) and DATA_DIR (default .data in the clone). */
export function readOptions(args: string[], env: NodeJS.ProcessEnv): StartOptions {
  const unknown = args.find(arg => arg !== '--fresh' && arg !== '--dev')
  if (unknown) throw new PlainError(`Unknown option ${unknown}: npm start takes -- --fresh and -- --dev.`)
  const port = Number(env.PORT || 3000)
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    throw new PlainError(`PORT is "${env.PORT}", but has to be a number from 1 to 65535.`)
  }
  const data = resolve(CLONE, env.DATA_DIR || '.data')
  return { clone: CLONE, data, port, fresh: args.includes('--fresh'), dev: args.includes('--dev') }
}
