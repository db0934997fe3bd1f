/** Passes /sandbox/wechat/* to the sandbox WeChat, so that the H5 build needs one port only. Never on with the real one. */
import { request } from 'node:http'
import type { Context as Koa } from 'koa'

export const sandboxPrefix = '/sandbox/wechat'

export const proxyToSandbox = (koa: Koa, base: string): Promise<void> =>
  new Promise(resolve => {
    const target = new URL(base + koa.url.slice(sandboxPrefix.length))
    const outgoing = request(
      target,
      { method: koa.method, headers: { ...koa.headers, host: koa.host, 'x-forwarded-prefix': sandboxPrefix } },
      answer => {
        koa.respond = false
        koa.res.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(koa.res)
        resolve()
      },
    )
    outgoing.on('error', () => {
      koa.status = 502
      resolve()
    })
    koa.req.pipe(outgoing)
  })
