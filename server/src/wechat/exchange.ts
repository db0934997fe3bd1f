import { noAnswer, problemOfErrcode, type WechatProblem } from './problems'
import { readBounded } from './read-bounded'

export type WechatEndpoint = {
  /** `https://api.weixin.qq.com`, or the sandbox's address; a path in it is kept. */
  baseUrl: string
  /** For the whole exchange, in milliseconds. */
  timeoutMs: number
}

export type WechatRequest = {
  path: string
  query?: Record<string, string>
  /** Sent as JSON by POST; without it the request is a GET. */
  body?: object
}

/** A picture comes as bytes with its type, everything else as fields. */
export type WechatAnswer = { fields: Record<string, unknown> } | { bytes: Buffer; contentType: string }

/** The largest answer we ask for is a code's picture, some 100 KB. */
const maxAnswerBytes = 1024 * 1024

/**
 * One request, one answer. WeChat says HTTP 200 also when it refuses and labels JSON as it likes, so the body decides.
 * Never rejects. What fetch throws is dropped: its text may hold the address, and the address the secret.
 */
export async function exchange(
  { baseUrl, timeoutMs }: WechatEndpoint,
  { path, query = {}, body }: WechatRequest,
): Promise<WechatAnswer | WechatProblem> {
  const signal = AbortSignal.timeout(timeoutMs)
  try {
    const response = await fetch(`${baseUrl.replace(/\/+$/, '')}${path}?${new URLSearchParams(query)}`, {
      method: body ? 'POST' : 'GET',
      headers: body && { 'content-type': 'application/json' },
      body: body && JSON.stringify(body),
      redirect: 'error',
      signal,
    })
    const bytes = await readBounded(response, maxAnswerBytes)
    if (bytes === null) return noAnswer('too_large')
    if (!response.ok) return noAnswer('http_status')
    const contentType = response.headers.get('content-type') ?? ''
    return contentType.startsWith('image/') ? { bytes, contentType } : readFields(bytes)
  } catch (error) {
    return noAnswer(signal.aborted ? 'timeout' : isUnreachable(error) ? 'unreachable' : 'network')
  }
}

/** No connection came about, so nothing was asked. */
const neverThere = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'])
function isUnreachable(error: unknown): boolean {
  const { code } = ((error as { cause?: unknown }).cause ?? {}) as { code?: unknown }
  return typeof code === 'string' && neverThere.has(code)
}

function readFields(bytes: Buffer): WechatAnswer | WechatProblem {
  let parsed: unknown
  try {
    parsed = JSON.parse(bytes.toString('utf8'))
  } catch {
    return noAnswer('unreadable')
  }
  if (typeof parsed !== 'object' || parsed === null) return noAnswer('unreadable')
  const fields = parsed as Record<string, unknown>
  const { errcode = 0 } = fields
  if (typeof errcode !== 'number') return noAnswer('unreadable')
  return errcode === 0 ? { fields } : problemOfErrcode(errcode)
}
