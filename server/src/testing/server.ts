/**
 * The whole server over real HTTP: real MariaDB, sandbox WeChat and sandbox county platform in this process, a clock
 * that can be pushed. Starts with empty tables, without background jobs: a test runs the job it is about.
 */
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DataSource } from 'typeorm'
import { startCountySandbox } from '../../../scripts/sandbox/county/sandbox'
import { notifyTemplates } from '../../../scripts/sandbox/wechat/notify-templates'
import { payNoticePath, wechatPayEnvironment } from '../../../scripts/sandbox/wechat/pay/environment'
import { startWechatSandbox } from '../../../scripts/sandbox/wechat/start'
import { createApp, createLogger, jobsOf } from '../app'
import { readConfig } from '../config'
import { openDatabase } from '../db/data-source'
import { createTestDatabase } from './database'
import { createPushedClock } from './pushed-clock'

const appId = 'wx0000000000000000'
const appSecret = 'sandbox-secret-of-tests'
const county = { clientId: 'county-client-of-tests', clientSecret: 'county-secret-of-tests' }
const key = () => randomBytes(32).toString('base64')

/** Migrates the worker's schema, which is no work after the first time, and empties its tables. */
const prepareDatabase = async (url: string, keepData: boolean): Promise<void> => {
  const db = await openDatabase(url, 2)
  await db.runMigrations()
  if (!keepData) await emptyTables(db)
  await db.destroy()
}

const emptyTables = async (db: DataSource): Promise<void> => {
  const tables: { name: string }[] = await db.query(
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name <> 'migrations'`,
  )
  const emptied = tables.map(({ name }) => `DELETE FROM \`${name}\``)
  for (const statement of ['SET FOREIGN_KEY_CHECKS = 0', ...emptied, 'SET FOREIGN_KEY_CHECKS = 1'])
    await db.query(statement)
}

export interface TestServerOptions {
  /** Values of the configuration, as in .env.example. */
  environment?: Record<string, string>
  /** People in the county besides the personas; 0 unless told. */
  people?: number
  /** Days, today included, on which the platform's own doctors have sessions; 3 unless told. */
  days?: number
  /** Leave the worker's tables as they are: a second server on the same data. */
  keepData?: boolean
  /** Where the sandboxes keep what they know, each in a folder of its own, so that others can go on from there. */
  sandboxes?: string
}

export const startTestServer = async ({
  environment = {},
  people = 0,
  days = 3,
  keepData = false,
  sandboxes,
}: TestServerOptions = {}) => {
  const folder = await mkdtemp(join(tmpdir(), 'county-server-'))
  const clock = createPushedClock()
  const url = await createTestDatabase()
  const kept = (name: string) => sandboxes && join(sandboxes, name)
  const [wechat, platform] = await Promise.all([
    startWechatSandbox({ port: 0, appId, appSecret, now: () => clock.now().getTime(), folder: kept('wechat') }),
    startCountySandbox({
      port: 0,
      people,
      days,
      ...county,
      now: () => clock.now().getTime(),
      folder: kept('county'),
    }),
    prepareDatabase(url, keepData),
  ])
  const smsFile = join(folder, 'sms.jsonl')
  const attachmentsFolder = join(folder, 'attachments')
  const config = readConfig({
    PORT: '0',
    DATABASE_URL: url,
    ACCESS_TOKEN_KEY: key(),
    DATA_KEYS: `k1:${key()}`,
    INDEX_KEY: key(),
    WECHAT_API_URL: wechat.url,
    WECHAT_APP_ID: appId,
    WECHAT_APP_SECRET: appSecret,
    // The sandbox is told below where this server really listens.
    ...wechatPayEnvironment(wechat.payKeys, {
      baseUrl: wechat.url,
      notifyUrl: `https://county.example${payNoticePath}`,
    }),
    COUNTY_FHIR_URL: `${platform.url}/fhir`,
    COUNTY_TOKEN_URL: `${platform.url}/oauth/token`,
    COUNTY_CLIENT_ID: county.clientId,
    COUNTY_CLIENT_SECRET: county.clientSecret,
    COUNTY_TIMEOUT_MS: '5000',
    SMS_FILE: smsFile,
    ATTACHMENTS_URL: `file:${attachmentsFolder}`,
    NOTIFY_TEMPLATES: JSON.stringify(notifyTemplates),
    PASSCODE_COST: '10',
    REQUESTS_PER_MINUTE: '100000',
    GUESSES_PER_MINUTE: '100000',
    UPLOADS_PER_MINUTE: '100000',
    PUBLIC_REQUESTS_PER_MINUTE: '100000',
    LOG_LEVEL: process.env.TEST_LOG_LEVEL ?? 'silent',
    ...environment,
  })
  const app = await createApp(config, { clock, log: createLogger(config) })
  app.server.listen(0, '127.0.0.1')
  await once(app.server, 'listening')
  const base = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
  await wechat.pay.set({ callbackOrigin: base })

  return {
    /** `http://127.0.0.1:port`; the API is below `/api`. */
    base,
    app,
    context: app.context,
    db: app.context.db,
    clock,
    wechat,
    /** The sandbox county platform; its books are in `store`. */
    platform,
    smsFile,
    /** Where uploads are kept, unless ATTACHMENTS_URL was given. */
    attachmentsFolder,
    /** Makes the county platform misbehave (`down`, `slow`, `error500` …); `none` ends it. */
    async misbehave(mode: string, more: object = {}): Promise<void> {
      const body = JSON.stringify({ mode, ...more })
      const answer = await fetch(`${platform.url}/__control`, { method: 'POST', body })
      if (!answer.ok) throw new Error(`county sandbox refused to misbehave: ${await answer.text()}`)
    },
    /** Runs one background job now, whether due or not. */
    async runJob(name: string): Promise<void> {
      const job = jobsOf(app.context).find(j => j.name === name)
      if (!job) throw new Error(`No job ${name}`)
      await job.run()
    },
    async stop(): Promise<void> {
      app.server.closeAllConnections()
      await app.stop()
      await Promise.all([wechat.stop(), platform.stop(), rm(folder, { recursive: true, force: true })])
    },
  }
}
export type TestServer = Awaited<ReturnType<typeof startTestServer>>
