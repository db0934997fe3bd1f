import { join } from 'node:path'
import { type Program } from './child'
import { type StartOptions } from './options'

/** A TypeScript program of this repository, run by tsx, its output in a log named after it. */
export function program(
  options: StartOptions,
  name: string,
  file: string,
  env: NodeJS.ProcessEnv,
  watch = false,
): Program {
  const { clone, data } = options
  const args = watch
    ? ['node_modules/tsx/dist/cli.mjs', 'watch', join(clone, file)]
    : ['--import', 'tsx', join(clone, file)]
  const log = join(data, 'logs', `${name.replace(/^The /, '').replaceAll(' ', '-').toLowerCase()}.log`)
  return { name, args, cwd: clone, env, log }
}
