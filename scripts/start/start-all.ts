import { join } from 'node:path'
import { writeAddresses } from './addresses'
import { runToEnd, startChild, waitUntilHealthy } from './child'
import { provideDatabase } from './database'
import { buildH5, watchH5 } from './h5'
import { portsOf, type StartOptions } from './options'
import { program } from './program'
import { step } from './progress'
import { provideRedis } from './redis'
import { startSandboxes } from './sandboxes'
import { keepSecrets } from './secrets'
import { type Stack } from './stack'
import { whoCanSignIn } from './who'

const HOW_TO_BEGIN = 'The first administrator is invited by: npm run invite-administrator -- INSTITUTION NAME'

/** Starts everything, each part when what it needs is there, and ends with the line that begins `ready`. */
export async function startAll(options: StartOptions, stack: Stack): Promise<void> {
  const url = `http://localhost:${options.port}`
  const kept = await settingsOf(options)
  const DATABASE_URL = await step('Database', note => provideDatabase(options.data, stack, note))
  const env = { ...kept, DATABASE_URL }
  await step('Tables', () =>
    runToEnd(program(options, 'The migration', 'scripts/database/migrate.ts', env), stack.during),
  )
  const building = buildFirst(options, stack)
  // Its error is met where it is awaited; until then it must not count as nobody's.
  building.catch(() => undefined)
  const sandboxes = await step('Sandbox WeChat and county platform', () => startSandboxes(options, stack, env))
  const REDIS_URL =
    options.processes > 1 ? await step('Redis', note => provideRedis(options.data, stack, note)) : process.env.REDIS_URL
  const settings: NodeJS.ProcessEnv = { ...env, ...sandboxes, REDIS_URL }
  await building

  const urls = await startServers(options, stack, settings)
  const demo = Boolean(sandboxes.WECHAT_API_URL && sandboxes.COUNTY_FHIR_URL)
  if (demo) await seed(options, stack, { ...settings, SERVER_URL: url })
  const { WECHAT_API_URL, COUNTY_FHIR_URL } = settings
  const { COUNTY_CLIENT_ID: clientId, COUNTY_CLIENT_SECRET: clientSecret } = sandboxes
  const countyClient = clientId && clientSecret ? { clientId, clientSecret } : undefined
  await writeAddresses(options.data, {
    app: url,
    processes: urls,
    redis: REDIS_URL,
    database: DATABASE_URL,
    wechat: WECHAT_API_URL,
    county: COUNTY_FHIR_URL,
    countyClient,
  })
  console.log(
    `\nready ${urls.join(' ')}\n\n${demo ? whoCanSignIn() : HOW_TO_BEGIN}\n\nLogs are in ${join(options.data, 'logs')}; Ctrl-C ends everything.`,
  )
}

/** One process, or several on the same database and with the same keys; each serves the app on a port of its own. */
function startServers(options: StartOptions, stack: Stack, settings: NodeJS.ProcessEnv): Promise<string[]> {
  const startOne = async (port: number, n: number) => {
    const name = n ? `The server ${n + 1}` : 'The server'
    const env = { ...settings, PORT: String(port) }
    const server = startChild(program(options, name, 'server/src/main.ts', env, options.dev))
    stack.add(server)
    const url = `http://localhost:${port}`
    await waitUntilHealthy(server, `${url}/healthz`)
    return url
  }
  return step(options.processes > 1 ? 'Servers' : 'Server', () => Promise.all(portsOf(options).map(startOne)))
}

/** Waits for the directory and the schedules; an empty demo gets its people. */
function seed(options: StartOptions, stack: Stack, settings: NodeJS.ProcessEnv): Promise<void> {
  const env = { ...settings, SEEDING_FILE: join(options.data, 'seeding') }
  const seeding = program(options, 'The seeding', 'scripts/seed/main.ts', env)
  return step('Directory, schedules and personas', () => runToEnd(seeding, stack.during))
}

async function buildFirst(options: StartOptions, stack: Stack): Promise<void> {
  if (options.dev) await watchH5(options, stack)
  else await buildH5(options, stack)
}

/** The server's settings that need nothing started: what the environment says stands before what a demo makes up. */
async function settingsOf({ clone, data, port }: StartOptions): Promise<NodeJS.ProcessEnv> {
  return {
    H5_FOLDER: join(clone, 'miniapp/dist/h5'),
    SMS_FILE: join(data, 'sms.jsonl'),
    ATTACHMENTS_URL: `file:${join(data, 'attachments')}`,
    ...(await keepSecrets(data)),
    ...process.env,
    PORT: String(port),
  }
}
