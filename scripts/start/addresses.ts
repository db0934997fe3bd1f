import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Where everything that was started answers. */
export interface Addresses {
  app: string
  /** Every server process, the first one too. */
  processes: string[]
  /** What joins several processes. */
  redis: string | undefined
  database: string
  wechat: string | undefined
  county: string | undefined
  /** How to ask the sandbox county platform; undefined when a real one is used. */
  countyClient: { clientId: string; clientSecret: string } | undefined
}

/** Left in the data folder for tests and for whoever looks behind the scenes; it holds the passwords of database and Redis. */
export async function writeAddresses(data: string, addresses: Addresses): Promise<void> {
  await writeFile(join(data, 'addresses.json'), JSON.stringify(addresses, null, 2), { mode: 0o600 })
}
