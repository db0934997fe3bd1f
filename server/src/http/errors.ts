/** One mapper from problems, schema errors and database errors to application/problem+json (RFC 9457). */
import type { Context as Koa } from 'koa'
import { $ZodError } from 'zod/v4/core'
import { type Problem, errors, isProblem, problem, sentenceOf } from 'shared/kernel/errors'
import { errnoOf, isDuplicate } from '../db/transaction'

/** The database went away or cannot be reached; the request may be repeated. */
const lostDatabase = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'PROTOCOL_CONNECTION_LOST',
  'ETIMEDOUT',
  'EPIPE',
  'ENOTFOUND',
])
/** Server shutdown, too many connections, lock wait and deadlock after all repeats, read-only. */
const busyDatabase = new Set([1053, 1040, 1203, 1205, 1213, 1290, 1927, 1020])

/** Paths and rules, never the values: those may be private. */
const fieldsOf = (error: $ZodError): { path: string; message: string }[] =>
  error.issues.slice(0, 20).map(i => ({ path: i.path.join('.'), message: i.message }))

/** What a thrown error is told as; an unknown one is `internal` and nothing of it is shown. */
export const problemFor = (error: unknown): Problem => {
  if (isProblem(error)) return error
  if (error instanceof $ZodError) return problem('validation_failed', { fields: fieldsOf(error) })
  const e = error as { code?: string; status?: number; driverError?: { code?: string } }
  if (e.status === 413) return problem('too_large')
  if (e.status && e.status >= 400 && e.status < 500) return problem('bad_request')
  if (isDuplicate(error)) return problem('conflict')
  if (lostDatabase.has(e.driverError?.code ?? e.code ?? '') || busyDatabase.has(errnoOf(error) ?? 0))
    return problem('unavailable')
  return problem('internal')
}

export const sendProblem = (koa: Koa, { code, details }: Problem): void => {
  const { status } = errors[code]
  koa.status = status
  koa.type = 'application/problem+json'
  if (typeof details.retryAfterSeconds === 'number') koa.set('Retry-After', String(details.retryAfterSeconds))
  koa.body = JSON.stringify({
    type: `urn:county-health:problem:${code}`,
    title: code,
    status,
    detail: sentenceOf(code, details),
    code,
    details,
    requestId: koa.state.requestId,
  })
}
