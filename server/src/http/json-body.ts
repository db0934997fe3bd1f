/**
 * Reads a request's body, at most `limit` bytes, and takes it for JSON where it says so; uploads have a reader of their
 * own (multipart.ts). Of a general body parser (forms, compression, character sets) the
 * API needs nothing, and it cost a sixth of the whole HTTP layer.
 */
import type { Context as Koa, Next } from 'koa'
import readAll from 'raw-body'

const withBody = new Set(['POST', 'PUT', 'PATCH'])
const isJson = (contentType: string): boolean => /^application\/json\s*(;|$)/i.test(contentType)
const isMultipart = (contentType: string): boolean => /^multipart\//i.test(contentType)

const parseJson = (text: string): unknown => {
  try {
    const body: unknown = JSON.parse(text)
    if (typeof body === 'object' && body !== null) return body
  } catch {
    // Told below: what was wrong with it is the sender's to know.
  }
  throw Object.assign(new Error('the body is no JSON object or array'), { status: 400 })
}

/** Sets `request.body`, an empty object when there is none or it is no JSON, and `state.rawBytes` for what is signed. @throws an error with status 400 or 413 */
export const jsonBody = (limit: number) => async (ctx: Koa, next: Next) => {
  if (!withBody.has(ctx.method)) return next()
  if (isMultipart(ctx.get('Content-Type'))) {
    ctx.request.body = {}
    return next()
  }
  const bytes = await readAll(ctx.req, { length: ctx.req.headers['content-length'], limit })
  ctx.state.rawBytes = bytes
  ctx.request.body = bytes.length && isJson(ctx.get('Content-Type')) ? parseJson(bytes.toString('utf8')) : {}
  return next()
}
