/** The HTTP server: the only place that knows Koa. */
import { randomUUID } from 'node:crypto'
import { type Server, createServer } from 'node:http'
import Koa, { type Context as KoaContext } from 'koa'
import compress from 'koa-compress'
import helmet from 'koa-helmet'
import type { Config } from '../config'
import type { Context } from '../context'
import type { Metrics } from './metrics'
import { metricsStatus } from './metrics-access'
import { problemFor, sendProblem } from './errors'
import { jsonBody } from './json-body'
import { proxyToSandbox, sandboxPrefix } from './sandbox-proxy'
import { serveH5 } from './static'

export interface Served {
  context: Context
  metrics: Metrics
  api: (koa: KoaContext, path: string) => Promise<void>
  /** The OpenAPI document as JSON text. */
  document: () => string
  /** Whether the database answers and no stop has begun. */
  healthy: () => Promise<boolean>
}

const describe = (koa: Koa, { context, metrics }: Served): void => {
  // These lines hold what is written below and nothing else: there is nothing private to look for.
  const log = context.log.child({}, { redact: [] })
  koa.use(async (ctx, next) => {
    const started = performance.now()
    const given = ctx.get('X-Request-Id')
    ctx.state.requestId = /^[\w-]{8,64}$/.test(given) ? given : randomUUID()
    ctx.set('X-Request-Id', ctx.state.requestId)
    try {
      await next()
    } catch (error) {
      sendProblem(ctx, problemFor(error))
    }
    const ms = performance.now() - started
    const endpoint = (ctx.state.endpoint as string | undefined) ?? 'other'
    metrics.requests.observe({ endpoint, status: ctx.status }, ms / 1000)
    // No URL and no body: both may be private.
    if (ctx.state.endpoint || ctx.status >= 500)
      log.info(
        {
          requestId: ctx.state.requestId,
          endpoint,
          status: ctx.status,
          ms: Math.round(ms),
          accountId: ctx.state.accountId,
        },
        'request',
      )
  })
}

const plain = (ctx: KoaContext, type: string, body: string): void => {
  ctx.type = type
  ctx.body = body
}

type Middleware = (ctx: KoaContext, next: () => Promise<unknown>) => Promise<unknown>

/** Pages get all of helmet's headers; what the API answers is never a page, so the few that matter there are set. */
const secured = (config: Config): Middleware => {
  const https = config.PUBLIC_URL?.startsWith('https:') ?? false
  const pages = helmet({
    contentSecurityPolicy: {
      directives: {
        defaultSrc: ["'self'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        // What the microphone recorded is heard before it is sent.
        mediaSrc: ["'self'", 'blob:'],
        // A picture is read from where the browser keeps it before it is uploaded.
        connectSrc: ["'self'", 'blob:'],
        styleSrc: ["'self'", "'unsafe-inline'"],
        scriptSrc: ["'self'"],
        upgradeInsecureRequests: null,
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: https,
  })
  return (ctx, next) => {
    if (!ctx.path.startsWith('/api/')) return pages(ctx as never, next)
    ctx.res.setHeader('Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'")
    ctx.res.setHeader('X-Content-Type-Options', 'nosniff')
    ctx.res.setHeader('Referrer-Policy', 'no-referrer')
    ctx.res.setHeader('Cross-Origin-Resource-Policy', 'same-origin')
    if (https) ctx.res.setHeader('Strict-Transport-Security', 'max-age=31536000; includeSubDomains')
    return next()
  }
}

const compressAbove = 2048
const compressing = compress({ threshold: compressAbove, br: false })
/** Most answers are short: they are not even looked at. */
const compressed: Middleware = async (ctx, next) => {
  await next()
  if (typeof ctx.body !== 'string' || ctx.body.length >= compressAbove / 3)
    await compressing(ctx as never, async () => {})
}

export const createHttpServer = (served: Served): Server => {
  const { config } = served.context
  const koa = new Koa({ proxy: config.TRUSTED_PROXIES > 0, maxIpsCount: config.TRUSTED_PROXIES })
  koa.silent = true
  describe(koa, served)
  koa.use(secured(config))
  koa.use(compressed)
  koa.use(async (ctx, next) => {
    if (config.WECHAT_SANDBOX && ctx.path.startsWith(`${sandboxPrefix}/`)) {
      ctx.remove('Content-Security-Policy')
      return proxyToSandbox(ctx, config.WECHAT_API_URL)
    }
    return next()
  })
  koa.use(jsonBody(config.BODY_LIMIT_KB * 1024))
  koa.use(async ctx => {
    if (ctx.path.startsWith('/api/')) return served.api(ctx, ctx.path.slice(4))
    if (ctx.path === '/healthz') {
      const healthy = await served.healthy()
      ctx.status = healthy ? 200 : 503
      return plain(ctx, 'application/json', JSON.stringify({ healthy }))
    }
    if (ctx.path === '/openapi.json') return plain(ctx, 'application/json', served.document())
    if (ctx.path === '/metrics') {
      const status = metricsStatus(ctx, config)
      if (status === 200) return plain(ctx, 'text/plain', await served.metrics.registry.metrics())
      ctx.status = status
      if (status === 401) ctx.set('WWW-Authenticate', 'Bearer')
      return plain(ctx, 'text/plain', '')
    }
    if (config.H5_FOLDER) return serveH5(ctx, config.H5_FOLDER)
  })
  const answer = koa.callback()
  return createServer((request, response) => void answer(request, response))
}
