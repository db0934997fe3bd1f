import { ProblemError, type Send } from 'shared/kernel/client'
import { exchange } from '../platform/request'
import { accessToken } from '../session/tokens'

const refusedToken = (body: unknown): boolean => {
  const code = (body as { code?: string } | null)?.code
  return code === 'token_expired' || code === 'signed_out'
}

let refreshing = false

/** Runs what a page asks by itself: the requests it begins with are told to the server as nobody's act. */
export const automatically = <T>(ask: () => Promise<T>): Promise<T> => {
  refreshing = true
  try {
    return ask()
  } finally {
    refreshing = false
  }
}

/** The one way to the server: adds the token, renews it once when the server refuses it. */
export const send: Send = async given => {
  const request = refreshing ? { ...given, automatic: true } : given
  if (request.public) return exchange(request, null)
  const token = await accessToken()
  const answer = await exchange(request, token)
  if (answer.status !== 401 || !refusedToken(answer.body)) return answer
  return exchange(request, await accessToken(token))
}

/** What went wrong, in the shape every page shows. A reply outside the contract reads as "our fault". */
export const asProblem = (error: unknown): ProblemError =>
  error instanceof ProblemError ? error : new ProblemError('internal')

/** Nothing was decided: the same request may be sent again under the same idempotency key. */
export const isUndecided = (error: unknown): boolean =>
  error instanceof ProblemError && ['network_unreachable', 'unavailable', 'internal'].includes(error.code)
