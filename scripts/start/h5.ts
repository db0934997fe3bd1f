import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { runToEnd, startChild, waitUntil, type Program } from './child'
import { buildIfStale, forgetBuild, INDEX } from './h5-build'
import { type StartOptions } from './options'
import { step } from './progress'
import { type Stack } from './stack'

/** Builds the H5 app unless the one there was built from these very sources. */
export async function buildH5(options: StartOptions, stack: Stack): Promise<void> {
  await buildIfStale(options.clone, () => step('H5 app', () => runToEnd(npmRun(options, 'build:h5'), stack.during)))
}

/** Builds the H5 app anew whenever its sources change; ready when it was built once. */
export async function watchH5(options: StartOptions, stack: Stack): Promise<void> {
  const { clone } = options
  await forgetBuild(clone)
  const watching = startChild(npmRun(options, 'dev:h5'))
  stack.add(watching)
  await step('H5 app, watched', () => waitUntil(watching, async () => existsSync(join(clone, INDEX)), 300_000))
}

function npmRun({ clone, data }: StartOptions, script: string): Program {
  // Watched too: a development build is run by eval, which the server's content security policy forbids.
  const env = { ...process.env, NODE_ENV: 'production' }
  const args = ['run', script, '--workspace', 'miniapp']
  return { name: 'The H5 build', command: 'npm', args, cwd: clone, env, log: join(data, 'logs/h5.log') }
}
