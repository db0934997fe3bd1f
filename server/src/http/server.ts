/** The HTTP server: the only place that knows Koa. */
import { randomUUID } from 'node:crypto'
import { type Server, createServer } from 'node:http'
import Koa, { type Context as KoaContext } from 'koa'
import bodyParser from '@koa/bodyparser'
import compress from 'koa-compress'
import helmet from 'koa-helmet'
import type { Context } from '../context'
import type { Metrics } from './metrics'
import { problemFor, sendProblem } from './errors'
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
      context.log.info(
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

export const createHttpServer = (served: Served): Server => {
  const { config } = served.context
  const koa = new Koa({ proxy: config.TRUSTED_PROXIES > 0, maxIpsCount: config.TRUSTED_PROXIES })
  koa.silent = true
  describe(koa, served)
  koa.use(
    helmet({
      contentSecurityPolicy: {
        directives: {
          defaultSrc: ["'self'"],
          imgSrc: ["'self'", 'data:'],
          styleSrc: ["'self'", "'unsafe-inline'"],
          scriptSrc: ["'self'"],
          upgradeInsecureRequests: null,
          frameAncestors: ["'none'"],
        },
      },
      strictTransportSecurity: config.PUBLIC_URL?.startsWith('https:') ?? false,
    }),
  )
  koa.use(compress({ threshold: 2048, br: false }))
  koa.use(async (ctx, next) => {
    if (config.WECHAT_SANDBOX && ctx.path.startsWith(`${sandboxPrefix}/`)) {
      ctx.remove('Content-Security-Policy')
      return proxyToSandbox(ctx, config.WECHAT_API_URL)
    }
    return next()
  })
  koa.use(bodyParser({ enableTypes: ['json'], jsonLimit: `${config.BODY_LIMIT_KB}kb`, jsonStrict: true }))
  koa.use(async ctx => {
    if (ctx.path.startsWith('/api/')) return served.api(ctx, ctx.path.slice(4))
    if (ctx.path === '/healthz') {
      const healthy = await served.healthy()
      ctx.status = healthy ? 200 : 503
      return plain(ctx, 'application/json', JSON.stringify({ healthy }))
    }
    if (ctx.path === '/openapi.json') return plain(ctx, 'application/json', served.document())
    if (ctx.path === '/metrics') return plain(ctx, 'text/plain', await served.metrics.registry.metrics())
    if (config.H5_FOLDER) return serveH5(ctx, config.H5_FOLDER)
  })
  return createServer(koa.callback())
}
