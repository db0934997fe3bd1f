/** Puts the parts together: context, modules, HTTP server, jobs. */
import type { Server } from 'node:http'
import pino, { type Logger } from 'pino'
import { type Clock, systemClock } from './clock'
import type { Config } from './config'
import type { Context } from './context'
import { openDatabase } from './db/data-source'
import { openApiDocument } from './http/document'
import { createIdempotency } from './http/idempotency'
import { createLimits } from './http/limits'
import { createMetrics } from './http/metrics'
import { mount } from './http/mount'
import { createHttpServer } from './http/server'
import { jobsRoutes } from './jobs/jobs-routes'
import { jobMetrics } from './jobs/metrics'
import { type Job, startJobs } from './jobs/scheduler'
import { createLive } from './live'
import {
  attachmentJobs,
  attachmentMetrics,
  attachmentRoutes,
  createObjectStore,
  createVirusScan,
} from './modules/attachments'
import { auditJobs, auditRoutes } from './modules/audit'
import { consultationJobs, consultationRoutes } from './modules/consultations'
import { appointmentJobs, appointmentRoutes } from './modules/appointments'
import { directoryRoutes } from './modules/directory'
import { healthCardJobs, healthCardRoutes } from './modules/health-card'
import { createAuthenticate, createSocketSessions, identityJobs, identityRoutes } from './modules/identity'
import { createCountyPlatform, relayJobs, relayMetrics, relayRoutes } from './relay'
import { notificationJobs, notificationRoutes, sealMessagesWith } from './modules/notifications'
import { paymentJobs, paymentMetrics, paymentRoutes } from './modules/payments'
import { attachmentOwnersOf, audienceOf, consultationOf, neighboursOf, ownersOf } from './neighbours'
import { createFieldCipher } from './security/field-cipher'
import { createWechatApi } from './wechat/api'
import { createContentCheck } from './wechat/content-check'
import { createWechatPay } from './wechat/pay'

export interface App {
  context: Context
  server: Server
  /** Begins to answer and to work; @returns the port. */
  start(): Promise<number>
  /** Stops taking requests, waits for those under way (at most DRAIN_SECONDS), then closes everything. */
  stop(): Promise<void>
}

/** Lines are written some at a time, a second late at most: one write for each would cost more than the request. */
const logOutput = () => pino.destination({ sync: false, minLength: 4096, periodicFlush: 1000 })

export const createLogger = (config: Config): Logger =>
  pino(
    {
      level: config.LOG_LEVEL,
      redact: {
        paths: [
          '*.name',
          '*.phone',
          '*.identityNumber',
          '*.address',
          '*.code',
          '*.passcode',
          'err.parameters',
          'err.query',
          'err.sql',
          'err.driverError',
        ],
        remove: true,
      },
    },
    logOutput(),
  )

export const routesOf = (context: Context) => ({
  identity: identityRoutes(context, neighboursOf(context)),
  'health-card': [healthCardRoutes(context)],
  directory: [directoryRoutes(context)],
  appointments: appointmentRoutes(context, consultationOf(context)),
  attachments: attachmentRoutes(context, attachmentOwnersOf(context)),
  audit: [auditRoutes(context)],
  consultations: consultationRoutes(context),
  notifications: [notificationRoutes(context)],
  payments: paymentRoutes(context, ownersOf(context)),
  relay: [relayRoutes(context)],
  jobs: [jobsRoutes(context, jobsOf(context))],
})

export const jobsOf = (context: Context): Job[] => [
  ...identityJobs(context),
  ...healthCardJobs(context),
  ...appointmentJobs(context),
  ...attachmentJobs(context, attachmentOwnersOf(context)),
  ...auditJobs(context),
  ...consultationJobs(context),
  ...notificationJobs(context),
  ...paymentJobs(context, ownersOf(context)),
  ...relayJobs(context),
]

export const createApp = async (
  config: Config,
  { clock = systemClock, log = createLogger(config) }: { clock?: Clock; log?: Logger } = {},
): Promise<App> => {
  const db = await openDatabase(config.DATABASE_URL, config.DATABASE_POOL)
  const live = await createLive(config, clock, log)
  const wechat = createWechatApi({
    baseUrl: config.WECHAT_API_URL,
    appId: config.WECHAT_APP_ID,
    appSecret: config.WECHAT_APP_SECRET,
    timeoutMs: 5_000,
  })
  const context: Context = {
    config,
    db,
    clock,
    log,
    cipher: createFieldCipher(config.DATA_KEYS, Buffer.from(config.INDEX_KEY, 'base64')),
    wechat,
    pay: createWechatPay(config, clock),
    files: createObjectStore(config),
    virusScan: createVirusScan(config.VIRUS_SCAN),
    contentCheck: createContentCheck(config, wechat),
    county: createCountyPlatform(config, clock),
    live,
  }
  sealMessagesWith(db, context.cipher)
  const byTag = Object.entries(routesOf(context)).flatMap(([tag, list]) => list.map(routes => ({ tag, routes })))
  const all = byTag.map(({ routes }) => routes)
  const metrics = createMetrics()
  relayMetrics(context, metrics.registry)
  jobMetrics(context, jobsOf(context), metrics.registry)
  paymentMetrics(context, metrics.registry)
  attachmentMetrics(context, metrics.registry)
  live.register(metrics.registry)
  const limits = createLimits(config)
  const api = mount(all, {
    context,
    authenticate: createAuthenticate(context),
    idempotency: createIdempotency(db, context.cipher, clock),
    limits,
  })
  let stopping = false
  let document: string | undefined
  const healthy = async () =>
    !stopping &&
    (await db.query('SELECT 1').then(
      () => true,
      () => false,
    ))
  const server = createHttpServer({
    context,
    metrics,
    api,
    healthy,
    document: () =>
      (document ??= JSON.stringify(
        openApiDocument(
          all,
          byTag.map(({ tag }) => tag),
          config.PUBLIC_URL ?? '',
        ),
      )),
  })
  live.serve(server, {
    ...createSocketSessions(context),
    audienceOf: audienceOf(context),
    admits: async address => !(await limits.forPublic(address)),
  })
  let jobs: { stop(): Promise<void> } | undefined

  return {
    context,
    server,
    async start() {
      // Before it listens: whoever answers must not end because the database goes away.
      jobs = await startJobs(db, clock, log, jobsOf(context))
      await new Promise<void>((resolve, reject) =>
        server.once('error', reject).listen(config.PORT, config.HOST, resolve),
      )
      return (server.address() as { port: number }).port
    },
    async stop() {
      stopping = true
      const drained = new Promise<void>(resolve => server.close(() => resolve()))
      server.closeIdleConnections()
      const late = setTimeout(() => server.closeAllConnections(), config.DRAIN_SECONDS * 1000)
      await Promise.all([drained, jobs?.stop(), live.sendAway()])
      clearTimeout(late)
      live.stop()
      await db.destroy()
    },
  }
}
