import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'

export const CLONE = resolve(__dirname, '../..')

/** Adds what the clone's .env says to the environment; what is set there already stands. */
export function loadEnvFile(): void {
  const file = join(CLONE, '.env')
  if (existsSync(file)) process.loadEnvFile(file)
}
