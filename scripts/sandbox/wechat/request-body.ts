import { type Context } from 'koa'

/** The request's JSON object; anything else (a list, a word, nothing) reads as an object without fields. */
export function requestBody(context: Context): Record<string, unknown> {
  const body: unknown = context.request.body
  return typeof body === 'object' && body !== null && !Array.isArray(body) ? (body as Record<string, unknown>) : {}
}
