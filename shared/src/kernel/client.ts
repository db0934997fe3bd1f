/** A typed client read from a contract. No fetch, URL or Proxy: it runs in a mini-program too. */
import { safeParse } from 'zod/mini'
import type { $ZodType } from 'zod/v4/core'
import type { Call, Contract, Endpoint, LocalFile, Received } from './endpoint'
import { type ErrorCode, isErrorCode, sentenceOf } from './errors'

export interface Outgoing {
  method: Endpoint['method']
  /** Path with parameters and query filled in, below the API's base. */
  path: string
  body?: unknown
  /** Sent as multipart/form-data: `file`, and the body's fields beside it. */
  file?: LocalFile
  idempotencyKey?: string
  /** Nobody asked for it by hand: sent with `automaticHeader`. */
  automatic?: boolean
  public: boolean
}
export interface Incoming {
  status: number
  body: unknown
}
/** Sends one request; rejects with a ProblemError `network_unreachable` when no answer came. */
export type Send = (request: Outgoing) => Promise<Incoming>

/** A refusal as the phone sees it: `code` is stable, `message` is one Chinese sentence. */
export class ProblemError extends Error {
  constructor(
    readonly code: ErrorCode,
    readonly details: Record<string, unknown> = {},
    readonly requestId?: string,
    sentence = sentenceOf(code, details),
  ) {
    super(sentence)
  }
}

export type Client<C extends Contract> = {
  [K in keyof C]: (call: Call<C[K]> & { idempotencyKey?: string }) => Promise<Received<C[K]>>
}

type Loose = { params?: object; query?: object; body?: unknown; file?: LocalFile; idempotencyKey?: string }

const fill = (path: string, params: object = {}): string =>
  path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String((params as Record<string, unknown>)[name])))

const queryOf = (query: object = {}): string => {
  const pairs = Object.entries(query).filter(([, v]) => v !== undefined && v !== null)
  return pairs.length ? `?${pairs.map(([k, v]) => `${k}=${encodeURIComponent(String(v))}`).join('&')}` : ''
}

const problemOf = ({ status, body }: Incoming): ProblemError => {
  const { code, details, requestId, detail } = (body ?? {}) as Record<string, never>
  if (isErrorCode(code)) return new ProblemError(code, details, requestId)
  // A code of a newer server: it says the sentence itself.
  return new ProblemError(status >= 500 ? 'internal' : 'bad_request', details, requestId, detail)
}

/** What the server answered, as this version knows it. */
const read = (reply: $ZodType, body: unknown): unknown => {
  const { success, data, error } = safeParse(reply, body)
  if (success) return data
  throw Object.assign(new ProblemError('app_outdated'), { cause: error })
}

const caller =
  (e: Endpoint, send: Send) =>
  async (call: Loose): Promise<unknown> => {
    const answer = await send({
      method: e.method,
      path: fill(e.path, call.params) + queryOf(call.query),
      body: call.body,
      ...(call.file !== undefined && { file: call.file }),
      idempotencyKey: call.idempotencyKey,
      public: e.access === 'public',
    })
    if (answer.status >= 400) throw problemOf(answer)
    return e.reply && !e.replyType ? read(e.reply, answer.body) : answer.body
  }

/** @throws ProblemError for every refusal; `app_outdated`, with the ZodError as its cause, for a reply outside the contract. */
export const createClient = <C extends Contract>(contract: C, send: Send): Client<C> =>
  Object.fromEntries(Object.entries(contract).map(([name, e]) => [name, caller(e, send)])) as unknown as Client<C>
