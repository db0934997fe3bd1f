import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * The keys a demo runs with, made once and kept, since what was encrypted yesterday has to be read today. Named as the
 * server's settings, so that a key in the environment stands before the one made here.
 */
export async function keepSecrets(data: string): Promise<Record<string, string>> {
  const file = join(data, 'secrets.json')
  const kept: Record<string, string> = existsSync(file) ? JSON.parse(await readFile(file, 'utf8')) : {}
  const made = Object.fromEntries(Object.entries(MAKERS).map(([name, make]) => [name, kept[name] ?? make()]))
  await writeFile(file, JSON.stringify(made, null, 2), { mode: 0o600 })
  return made
}

const MAKERS: Record<string, () => string> = {
  ACCESS_TOKEN_KEY: () => randomBytes(48).toString('base64'),
  DATA_KEYS: () => `k1:${randomBytes(32).toString('base64')}`,
  INDEX_KEY: () => randomBytes(32).toString('base64'),
  COUNTY_HOOK_SECRET: () => randomBytes(24).toString('hex'),
}
