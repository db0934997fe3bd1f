import { once } from 'node:events'
import { createServer } from 'node:http'
import { type AddressInfo } from 'node:net'
import { bodyParser } from '@koa/bodyparser'
import Router from '@koa/router'
import Koa, { type Middleware } from 'koa'
import { contentApi, contentControlApi } from './content/content-api'
import { controlApi } from './control-api'
import { driveWechatSandbox } from './drive'
import { outcome } from './errors'
import { messageApi } from './message-api'
import { messagePages } from './message-pages'
import { payApi } from './pay/api'
import { payControlApi } from './pay/control-api'
import { keepPayKeys } from './pay/keys'
import { payPages } from './pay/pay-pages'
import { personaApi } from './persona-api'
import { personaPages } from './persona-pages'
import { phonePages } from './phone-pages'
import { qrCodeApi } from './qr-code-api'
import { createSandbox, type Sandbox, type SandboxOptions } from './sandbox'
import { signInApi } from './sign-in-api'
import { tokenApi } from './token-api'

/** How often it is seen whether a callback or a refund is due. */
const callbackEveryMs = 200

/**
 * Starts a sandbox WeChat on loopback; `port` 0 takes a free one. Rejects when the port is taken.
 * Besides its address the answer holds what a test does at the phone (drive.ts). `stop()` cuts open connections.
 */
export async function startWechatSandbox({ port, ...options }: SandboxOptions & { port: number }) {
  const payKeys = await keepPayKeys(options.folder)
  const sandbox = createSandbox(options, payKeys)
  const handle = createApp(sandbox).callback()
  const server = createServer((request, response) => void handle(request, response))
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const taken = (server.address() as AddressInfo).port
  const url = `http://127.0.0.1:${taken}`
  const errands = setInterval(sandbox.callbacks.sendDue, callbackEveryMs)

  return {
    url,
    port: taken,
    /** What the merchant at this sandbox's WeChat Pay is configured with (pay/environment.ts). */
    payKeys,
    stop: async () => {
      clearInterval(errands)
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
      await sandbox.callbacks.idle()
    },
    ...driveWechatSandbox(url),
  }
}
export type WechatSandbox = Awaited<ReturnType<typeof startWechatSandbox>>

function createApp(sandbox: Sandbox): Koa {
  const own = new Router({ strict: true })
  own.get('/healthz', context => void (context.body = { status: 'ok' }))
  controlApi(own, sandbox)
  personaApi(own, sandbox)
  personaPages(own, sandbox)
  phonePages(own, sandbox)
  messagePages(own, sandbox)
  payPages(own, sandbox)
  payControlApi(own, sandbox)
  contentControlApi(own, sandbox)

  const wechat = new Router()
  wechat.use(count(sandbox), sandbox.faults.middleware)
  for (const api of [signInApi, tokenApi, messageApi, qrCodeApi, contentApi]) api(wechat, sandbox)

  const app = new Koa()
  // Before any body is read: WeChat Pay's signatures cover the very bytes.
  app.use(noStore).use(payApi(sandbox.pay, count(sandbox)))
  app.use(unreadable)
  // WeChat reads every body as JSON, whatever its label says.
  app.use(bodyParser({ detectJSON: () => true, jsonStrict: false }))
  app.use(own.routes()).use(wechat.routes())
  return app
}

const noStore: Middleware = async (context, next) => {
  context.set('Cache-Control', 'no-store')
  await next()
}

const count =
  ({ calls }: Sandbox): Middleware =>
  async (context, next) => {
    calls.set(context.path, (calls.get(context.path) ?? 0) + 1)
    await next()
  }

/** co-body rejects with 400 what is no JSON; WeChat calls that 47001. */
const unreadable: Middleware = async (context, next) => {
  try {
    await next()
  } catch (error) {
    if ((error as { status?: number }).status !== 400) throw error
    context.body = outcome(47001)
  }
}
