import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startChild, waitUntil, runToEnd, type Program } from './child'
import { type StartOptions } from './options'
import { step } from './progress'
import { type Stack } from './stack'

/** What the H5 app is made of. */
const SOURCES = [
  'miniapp/src',
  'miniapp/config',
  'miniapp/package.json',
  'miniapp/babel.config.js',
  'shared/src',
  'package-lock.json',
]

const INDEX = 'miniapp/dist/h5/index.html'

/** Says which sources the app in dist/ was built from. */
const STAMP = 'miniapp/dist/h5.built-from'

/** Builds the H5 app unless the one there was built from these very sources. */
export async function buildH5(options: StartOptions, stack: Stack): Promise<void> {
  const built = await staleH5(options.clone)
  if (!built) return
  await step('H5 app', () => runToEnd(npmRun(options, 'build:h5'), stack.during))
  await built()
}

/** Builds the H5 app anew whenever its sources change; ready when it was built once. */
export async function watchH5(options: StartOptions, stack: Stack): Promise<void> {
  const { clone } = options
  await rm(join(clone, STAMP), { force: true })
  await rm(join(clone, INDEX), { force: true })
  const watching = startChild(npmRun(options, 'dev:h5'))
  stack.add(watching)
  await step('H5 app, watched', () => waitUntil(watching, async () => existsSync(join(clone, INDEX)), 300_000))
}

function npmRun({ clone, data }: StartOptions, script: string): Program {
  const env = { ...process.env, NODE_ENV: script.startsWith('dev') ? 'development' : 'production' }
  const args = ['run', script, '--workspace', 'miniapp']
  return { name: 'The H5 build', command: 'npm', args, cwd: clone, env, log: join(data, 'logs/h5.log') }
}

/**
 * Whether the H5 app has to be built: undefined when the one there was built from these very sources; otherwise what
 * to call once the build has succeeded.
 */
async function staleH5(clone: string): Promise<(() => Promise<void>) | undefined> {
  const stamp = join(clone, STAMP)
  const hash = await hashOf(clone, SOURCES)
  const built = existsSync(join(clone, INDEX)) && existsSync(stamp)
  if (built && (await readFile(stamp, 'utf8')) === hash) return undefined
  await rm(stamp, { force: true })
  return () => writeFile(stamp, hash)
}

async function hashOf(clone: string, sources: string[]): Promise<string> {
  const hash = createHash('sha256')
  for (const source of sources) {
    for (const file of await filesOf(clone, source)) hash.update(`${file}\0`).update(await readFile(join(clone, file)))
  }
  return hash.digest('hex')
}

async function filesOf(clone: string, path: string): Promise<string[]> {
  const entries = await readdir(join(clone, path), { withFileTypes: true, recursive: true }).catch(error => {
    if (error.code === 'ENOTDIR') return undefined
    throw error
  })
  if (!entries) return [path]
  return entries
    .filter(entry => entry.isFile() && !entry.name.includes('.test.'))
    .map(entry => join(entry.parentPath, entry.name).slice(clone.length + 1))
    .sort()
}
