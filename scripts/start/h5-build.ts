import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** What the H5 app is made of. */
const SOURCES = [
  'miniapp/src',
  'miniapp/config',
  'miniapp/package.json',
  'miniapp/babel.config.js',
  'shared/src',
  'package-lock.json',
]

/** What a build makes last. */
export const INDEX = 'miniapp/dist/h5/index.html'

/** Says which sources the app in dist/ was built from. */
const STAMP = 'miniapp/dist/h5.built-from'

/** Calls `build` unless the H5 app there was built from these very sources; what it builds is known again next time. */
export async function buildIfStale(clone: string, build: () => Promise<void>): Promise<void> {
  const hash = await hashOf(clone, SOURCES)
  const stamp = join(clone, STAMP)
  const built = existsSync(join(clone, INDEX)) && existsSync(stamp)
  if (built && (await readFile(stamp, 'utf8')) === hash) return
  await rm(stamp, { force: true })
  await build()
  await writeFile(stamp, hash)
}

/** Forgets what is built, so that the next build is a real one. */
export async function forgetBuild(clone: string): Promise<void> {
  for (const file of [STAMP, INDEX]) await rm(join(clone, file), { force: true })
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
