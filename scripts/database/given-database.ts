import { createConnection } from 'mysql2/promise'
import { PlainError } from '../start/plain-error'

/** Makes sure that the database at DATABASE_URL can be used before anything relies on it. */
export async function checkGivenDatabase(url: string): Promise<void> {
  const { host, pathname } = parse(url)
  try {
    const connection = await createConnection({ uri: url, connectTimeout: 10_000 })
    await connection.end()
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    throw new PlainError(
      `No connection to the database ${pathname.slice(1)} at ${host} (DATABASE_URL): ${message || code}`,
    )
  }
}

function parse(url: string): URL {
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  if (!parsed || !/^(mysql|mariadb):$/.test(parsed.protocol) || parsed.pathname.length < 2) {
    throw new PlainError('DATABASE_URL has to look like mysql://user:password@host:3306/database')
  }
  return parsed
}
