/** Contract + handlers → what answers one HTTP request. Deny by default; replies are stripped to the contract. */
import type { Context as Koa } from 'koa'
import createRouter from 'find-my-way'
import { parse, safeParse } from 'zod/v4/core'
import {
  type Endpoint,
  type ShownFile,
  type UploadedFile,
  automaticHeader,
  isWrite,
  needsIdempotencyKey,
} from 'shared/kernel/endpoint'
import { type Problem, isProblem, problem } from 'shared/kernel/errors'
import { isDuplicate, transaction } from '../db/transaction'
import type { Position, Session } from '../modules/identity'
import type { Context } from '../context'
import type { Call, Routes } from './call'
import { problemFor, sendProblem } from './errors'
import { type Idempotency, type IdempotencyKey, type Kept, hashRequest, keyPattern } from './idempotency'
import type { Limits } from './limits'
import { fingerprint, readUpload } from './multipart'
import { sendFile } from './send-file'

/** Who is behind an access token: a session, or why there is none. */
export type Authenticate = (
  authorization: string | undefined,
  own: boolean,
) => Promise<Session | Problem<'signed_out' | 'token_expired'>>

interface Route {
  name: string
  endpoint: Endpoint
  handle: (request: unknown, call: unknown) => Promise<unknown>
}
interface Parts {
  context: Context
  authenticate: Authenticate
  idempotency: Idempotency
  limits: Limits
}

/** The caller's positions that count here, or why the caller may not enter. */
const admit = (session: Session, e: Endpoint, now: Date): Position[] | Problem => {
  if (e.access === 'public' || e.access.includes('resident')) return []
  const positions = session.positions.filter(p => e.access.includes(p.role))
  if (!positions.length)
    return problem(session.disabledRoles.some(r => e.access.includes(r)) ? 'account_disabled' : 'forbidden')
  return session.secondFactorUntil && session.secondFactorUntil > now ? positions : problem('second_factor_required')
}

const keyOf = (
  koa: Koa,
  session: Session,
  route: Route,
  { cipher }: Context,
  file?: UploadedFile,
): IdempotencyKey | Problem | undefined => {
  if (!needsIdempotencyKey(route.endpoint)) return undefined
  const key = koa.get('Idempotency-Key')
  if (!keyPattern.test(key)) return problem('idempotency_key_required')
  return {
    accountId: session.accountId,
    key,
    endpoint: route.name,
    requestHash: hashRequest(cipher, koa.path, file ? [koa.request.body, fingerprint(file)] : koa.request.body),
  }
}

/** An upload's file is read only here, after it is known who sends it; its fields become the request's body. */
const readFile = async (
  koa: Koa,
  e: Endpoint,
  { wechatIndex }: Session,
  { context: { config }, limits }: Parts,
): Promise<UploadedFile | Problem | undefined> => {
  if (!e.upload) return undefined
  const upload = await limits.forReading(wechatIndex, () => readUpload(koa.req, config.ATTACHMENT_MAX_MB))
  if (isProblem(upload)) return upload
  koa.request.body = upload.fields
  return upload.file
}

const parseRequest = (koa: Koa, e: Endpoint, params: Record<string, string | undefined>, file?: UploadedFile) => ({
  params: e.params && parse(e.params, params),
  query: e.query && parse(e.query, { ...koa.query }),
  body: e.body && parse(e.body, koa.request.body ?? {}),
  file,
})

const statusOf = (e: Endpoint): number => (e.reply || e.replyType === 'file' ? (e.status ?? 200) : 204)

/** Only what the contract names leaves the server. @throws Error when a reply breaks the contract: our fault, not the caller's. */
const strip = (e: Endpoint, value: unknown): unknown => {
  if (e.replyType === 'file') return value
  if (!e.reply) return undefined
  const read = safeParse(e.reply, value)
  if (read.success) return read.data
  throw new Error(
    `The reply breaks its contract: ${read.error.issues.map(i => `${i.path.join('.')} ${i.code}`).join(', ')}`,
  )
}

const answerSigned = async (
  koa: Koa,
  route: Route,
  params: Record<string, string | undefined>,
  parts: Parts,
): Promise<Kept | Problem> => {
  const { endpoint } = route
  const { context, idempotency } = parts
  const own = isWrite(endpoint) || koa.get(automaticHeader) !== 'true'
  const session = await parts.authenticate(koa.get('Authorization') || undefined, own)
  if (isProblem(session)) return session
  koa.state.accountId = session.accountId
  const limited = await parts.limits.forWechat(session.wechatIndex, endpoint)
  if (limited) return limited
  const positions = admit(session, endpoint, context.clock.now())
  if (isProblem(positions)) return positions
  const file = await readFile(koa, endpoint, session, parts)
  if (isProblem(file)) return file
  const request = parseRequest(koa, endpoint, params, file)
  const key = keyOf(koa, session, route, context, file)
  if (isProblem(key)) return key
  const earlier = key && endpoint.idempotency !== 'late' && (await idempotency.find(key))
  if (earlier) return earlier

  const status = statusOf(endpoint)
  let kept = false
  const write: Call['write'] = (work, last) =>
    transaction(context.db, async tx => {
      const result = await work(tx)
      if (isProblem(result)) return result
      if (key) await idempotency.keep(tx, key, { status, reply: strip(endpoint, result) })
      const refused = await last?.(tx)
      kept = !refused
      return refused ?? result
    })
  let shared: { reply: unknown; stripped: unknown } | undefined
  const share: Call['share'] = async (reply, join) => {
    shared = { reply, stripped: strip(endpoint, reply) }
    const record = key ? idempotency.recordOf(key, { status, reply: shared.stripped }) : null
    kept = await join(record)
    return kept
  }
  const call: Call = { session, positions, requestId: koa.state.requestId as string, write, share }
  try {
    const result = await route.handle(request, call)
    if (isProblem(result)) return (key && (await idempotency.find(key))) ?? result
    const reply = { status, reply: shared?.reply === result ? shared?.stripped : strip(endpoint, result) }
    if (key && !kept) await idempotency.keep(context.db.manager, key, reply)
    return reply
  } catch (error) {
    // The same key twice at once: the slower one gets the faster one's answer.
    const first = key && isDuplicate(error) ? await idempotency.find(key) : undefined
    if (first) return first
    throw error
  }
}

const answerPublic = async (
  koa: Koa,
  route: Route,
  params: Record<string, string | undefined>,
  parts: Parts,
): Promise<Kept | Problem> => {
  const limited = await parts.limits.forPublic(koa.ip)
  if (limited) return limited
  const write: Call['write'] = (work, last) =>
    transaction(parts.context.db, async tx => {
      const result = await work(tx)
      return isProblem(result) ? result : ((await last?.(tx)) ?? result)
    })
  const result = await route.handle(parseRequest(koa, route.endpoint, params), {
    requestId: koa.state.requestId,
    ip: koa.ip,
    authorization: koa.get('Authorization'),
    headers: koa.headers,
    raw: (koa.state.rawBytes as Buffer | undefined) ?? Buffer.alloc(0),
    write,
  })
  return isProblem(result) ? result : { status: statusOf(route.endpoint), reply: strip(route.endpoint, result) }
}

const send = (koa: Koa, e: Endpoint, answer: Kept | Problem): void => {
  if (isProblem(answer)) return sendProblem(koa, answer)
  koa.status = answer.status
  if (e.replyType === 'file') return sendFile(koa, answer.reply as ShownFile)
  if (answer.reply === undefined) return
  koa.type = e.replyType ?? 'application/json'
  koa.body = typeof answer.reply === 'string' ? answer.reply : JSON.stringify(answer.reply)
}

/** @returns a function that answers a request below `/api`, whatever happens inside. */
export const mount = (all: Routes[], parts: Parts): ((koa: Koa, path: string) => Promise<void>) => {
  // A link to a file is longer than the 100 characters that are let through unless told.
  const router = createRouter({ maxParamLength: 512 })
  const known = new Set<string>()
  for (const { contract, handlers } of all)
    for (const [name, endpoint] of Object.entries(contract)) {
      const handle = handlers[name] as unknown as Route['handle'] | undefined
      if (!handle) throw new Error(`No handler for ${name}`)
      router.on(endpoint.method, endpoint.path, () => undefined, { name, endpoint, handle } satisfies Route)
      known.add(endpoint.method)
    }
  return async (koa, path) => {
    try {
      const found = router.find(koa.method as 'GET', path)
      if (!found) {
        const elsewhere = [...known].some(m => router.find(m as 'GET', path))
        return sendProblem(koa, problem(elsewhere ? 'method_not_allowed' : 'not_found'))
      }
      const route = found.store as Route
      koa.state.endpoint = route.name
      koa.set('Cache-Control', 'no-store')
      if (isWrite(route.endpoint) && koa.request.body === undefined && koa.request.length)
        throw Object.assign(new Error(), { status: 400 })
      const answer = await (route.endpoint.access === 'public' ? answerPublic : answerSigned)(
        koa,
        route,
        found.params,
        parts,
      )
      send(koa, route.endpoint, answer)
    } catch (error) {
      const told = problemFor(error)
      if (told.code === 'internal')
        parts.context.log.error(
          { err: error, requestId: koa.state.requestId, endpoint: koa.state.endpoint },
          'request failed',
        )
      sendProblem(koa, told)
    }
  }
}
