/** Passes /sandbox/wechat/* to the sandbox WeChat, so that the H5 build needs one port only. Never on with the real one. */
import { request } from 'node:http'
import type { Context as Koa } from 'koa'

export const sandboxPrefix = '/sandbox/wechat'

/** An address below the sandbox, or null: whatever the request line says, no other host and port is asked. */
export const sandboxTarget = (path: string, search: string, base: string): URL | null => {
  const asked = path.slice(sandboxPrefix.length) + search
  if (!path.startsWith(`${sandboxPrefix}/`) || !URL.canParse(asked, base)) return null
  const target = new URL(asked, base)
  return target.origin === new URL(base).origin ? target : null
}

export const proxyToSandbox = (koa: Koa, base: string): Promise<void> =>
  new Promise(resolve => {
    const target = koa.url.startsWith(sandboxPrefix) ? sandboxTarget(koa.path, koa.search, base) : null
    if (!target) {
      koa.status = 400
      return resolve()
    }
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
