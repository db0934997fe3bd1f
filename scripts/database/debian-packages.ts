import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { PlainError } from '../start/plain-error'

const run = promisify(execFile)

/** True where apt can fetch packages for us: Debian, Ubuntu and their kin. */
export function hasApt(): boolean {
  return existsSync('/usr/bin/apt-get') && existsSync('/usr/bin/dpkg-deb')
}

/**
 * Fetches a Debian package and whatever it needs that this machine lacks, checked by apt's own signatures, and unpacks
 * it all under `folder` without touching the system, so no root is needed. Returns the root of the unpacked tree.
 * Done once: a tree that is there already is used again.
 */
export async function unpackDebianPackage(name: string, folder: string, log: (line: string) => void): Promise<string> {
  const root = join(folder, 'root')
  if (existsSync(root)) return root
  const work = join(folder, `fetching-${process.pid}`)
  const unpacked = join(work, 'root')
  await rm(work, { recursive: true, force: true })
  for (const part of ['lists/partial', 'cache/archives/partial', 'packages', 'root']) {
    await mkdir(join(work, part), { recursive: true })
  }
  try {
    await download(name, work, log)
    for (const file of await readdir(join(work, 'packages'))) {
      await run('dpkg-deb', ['-x', join(work, 'packages', file), unpacked])
    }
    // Another program may have finished the same tree meanwhile; theirs is as good as ours.
    await rename(unpacked, root).catch(error => {
      if (!existsSync(root)) throw error
    })
  } finally {
    await rm(work, { recursive: true, force: true })
  }
  return root
}

/** Where the libraries of an unpacked tree are, as LD_LIBRARY_PATH wants it. */
export async function librariesIn(root: string): Promise<string> {
  const folders = ['usr/lib', 'lib'].map(folder => join(root, folder)).filter(folder => existsSync(folder))
  const found = folders.map(async folder =>
    (await readdir(folder)).filter(name => name.includes('-linux-')).map(name => join(folder, name)),
  )
  return (await Promise.all(found)).flat().join(delimiter)
}

async function download(name: string, work: string, log: (line: string) => void): Promise<void> {
  const apt = (args: string[]) =>
    run('apt-get', [...aptOptions(work), ...args], { cwd: join(work, 'packages'), maxBuffer: 16e6 })
  try {
    log('reading the package lists')
    await apt(['-qq', 'update'])
    const { stdout } = await apt(['-qq', '--print-uris', '--no-install-recommends', 'install', name])
    const needed = stdout.split('\n').flatMap(line => /^'\S+' ([^_\s]+)_/.exec(line)?.[1] ?? [])
    log(`downloading ${needed.join(', ')}`)
    await apt(['-qq', 'download', ...needed])
  } catch (error) {
    const said = String((error as { stderr?: string }).stderr ?? error).trim()
    const reason = said.split('\n').find(line => line.startsWith('E:')) ?? said.split('\n').pop()
    throw new PlainError(`Could not fetch ${name} from this machine's Debian package sources: ${reason}`)
  }
}

/** apt's own state is kept in our folder, so that neither root nor the system's lists are needed. */
function aptOptions(work: string): string[] {
  const settings = {
    'Dir::State::lists': join(work, 'lists'),
    'Dir::Cache': join(work, 'cache'),
    // Run by root, apt would fetch as a user that may not write to our folder; run by others it means nothing.
    'APT::Sandbox::User': 'root',
    'Debug::NoLocking': '1',
  }
  return Object.entries(settings).flatMap(([key, value]) => ['-o', `${key}=${value}`])
}
