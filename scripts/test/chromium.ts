import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const run = promisify(execFile)

/**
 * The path of a Chromium: CHROME_PATH, one on PATH, or one installed from Debian's packages, which takes root.
 * Otherwise the reason why there is none.
 */
export async function findChromium(): Promise<{ path: string } | { missing: string }> {
  const given = process.env.CHROME_PATH
  if (given)
    return existsSync(given) ? { path: given } : { missing: `CHROME_PATH names ${given}, which does not exist` }
  const there = onPath()
  const mayInstall = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')
  const lacking = [...(there ? [] : ['chromium']), ...((await showsChinese()) ? [] : ['fonts-noto-cjk'])]
  if (lacking.length && mayInstall) {
    console.log(`  installing ${lacking.join(' and ')} from Debian's packages`)
    try {
      await run('apt-get', ['-qq', 'update'])
      const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
      await run('apt-get', ['-qq', '-y', '--no-install-recommends', 'install', ...lacking], { env, maxBuffer: 16e6 })
    } catch (error) {
      if (!there)
        return {
          missing: `Debian's chromium could not be installed: ${(error as Error).message.trim().split('\n').pop()}`,
        }
    }
  }
  const path = onPath()
  return path ? { path } : { missing: 'there is no Chromium on PATH; install it, or name one by CHROME_PATH' }
}

function onPath(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter)
  return NAMES.flatMap(name => folders.map(folder => join(folder, name))).find(file => existsSync(file))
}

/** Whether a font for Chinese is installed; true where nobody can say. */
async function showsChinese(): Promise<boolean> {
  const fonts = await run('fc-list', [':lang=zh']).catch(() => undefined)
  return fonts ? fonts.stdout.trim() !== '' : !existsSync('/usr/bin/apt-get')
}
