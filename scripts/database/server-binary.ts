import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { PlainError } from '../start/plain-error'
import { hasApt, librariesIn, unpackDebianPackage } from './debian-packages'

/** A MySQL-like server that can be run: `share` holds its messages and, for MariaDB, its system tables as SQL. */
export interface ServerBinary {
  program: string
  flavour: 'mariadb' | 'mysql'
  share: string
  /** Arguments every run needs. */
  args: string[]
  env: NodeJS.ProcessEnv
}

/** Where servers are installed outside an ordinary user's PATH. */
const OTHER_FOLDERS = ['/usr/sbin', '/usr/local/sbin', '/usr/libexec', '/usr/local/mysql/bin', '/opt/homebrew/bin']

const run = promisify(execFile)

/**
 * Finds a database server: one installed here, else Debian's package unpacked under `cache`.
 * Throws a PlainError that says what to install when neither can be had.
 */
export async function findServerBinary(cache: string, log: (line: string) => void): Promise<ServerBinary> {
  const installed = await findInstalled()
  if (installed) return installed
  if (!hasApt()) {
    throw new PlainError(
      'No database: install MariaDB 10.11 or newer (macOS: brew install mariadb; Fedora: dnf install mariadb-server), or ' +
        'run "docker run -d -p 3306:3306 -e MARIADB_ROOT_PASSWORD=secret -e MARIADB_DATABASE=county_health mariadb:11.4" ' +
        'and set DATABASE_URL=mysql://root:secret@127.0.0.1:3306/county_health',
    )
  }
  return inTree(await unpackDebianPackage('mariadb-server-core', cache, log))
}

async function findInstalled(): Promise<ServerBinary | undefined> {
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...OTHER_FOLDERS]
  for (const program of folders.flatMap(folder => ['mariadbd', 'mysqld'].map(name => join(folder, name)))) {
    if (!existsSync(program)) continue
    const version = await run(program, ['--no-defaults', '--version']).then(
      ({ stdout }) => stdout,
      () => '',
    )
    const flavour = version.includes('MariaDB') ? 'mariadb' : 'mysql'
    const [, major, minor] = /Ver (\d+)\.(\d+)/.exec(version) ?? []
    const [oldestMajor, oldestMinor] = flavour === 'mariadb' ? [10, 11] : [8, 0]
    if (!(Number(major) > oldestMajor || (Number(major) === oldestMajor && Number(minor) >= oldestMinor))) continue
    return { program, flavour, share: await shareOf(program), args: [], env: process.env }
  }
  return undefined
}

async function shareOf(program: string): Promise<string> {
  const { stdout } = await run(program, ['--no-defaults', '--verbose', '--help'], { maxBuffer: 16e6 })
  const base = /^basedir\s+(\S+)/m.exec(stdout)?.[1] ?? resolve(program, '../..')
  const shares = ['share/mariadb', 'share/mysql', 'share'].map(folder => join(base, folder))
  return shares.find(share => existsSync(join(share, 'mysql_system_tables.sql'))) ?? join(base, 'share')
}

/** The server inside an unpacked tree: told where everything is, since it was built to live under `/usr`. */
async function inTree(root: string): Promise<ServerBinary> {
  const share = join(root, 'usr/share/mysql')
  return {
    program: join(root, 'usr/sbin/mariadbd'),
    flavour: 'mariadb',
    share,
    args: [
      `--basedir=${join(root, 'usr')}`,
      `--lc-messages-dir=${share}`,
      `--character-sets-dir=${join(share, 'charsets')}`,
      `--plugin-dir=${join(root, 'usr/lib/mysql/plugin')}`,
    ],
    env: { ...process.env, LD_LIBRARY_PATH: await librariesIn(root) },
  }
}
