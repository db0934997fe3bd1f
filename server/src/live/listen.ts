/** What a phone says over its socket, and what comes of it. */
import type { Logger } from 'pino'
import { LiveRequest } from 'shared/live/contract'
import { type Problem, isProblem } from 'shared/kernel/errors'
import type { Clock } from '../clock'
import type { Config } from '../config'
import type { Session } from '../modules/identity'
import { type Connection, leave, say, signOut } from './connection'
import type { Hub } from './hub'
import { type Recipient, worksNow } from './recipient'

/** Who hears that somebody is writing; null: they have no part in that consultation. */
export type AudienceOf = (session: Session, consultationId: string, as: Recipient['as']) => Promise<Recipient[] | null>

/** Who is behind a token, and who hears of whom: what sockets ask the rest of the server. */
export interface Answers {
  signIn(token: string): Promise<{ session: Session; expiresAt: Date } | Problem<'signed_out' | 'token_expired'>>
  audienceOf: AudienceOf
}
interface Listening extends Answers {
  config: Config
  clock: Clock
  log: Logger
  hub: Hub
}

const minuteMs = 60_000
/** @returns whether it may still say something */
const count = ({ said }: Connection, perMinute: number): boolean => {
  const now = performance.now()
  if (now - said.since > minuteMs) Object.assign(said, { count: 0, since: now })
  return ++said.count <= perMinute
}

const read = (text: string): LiveRequest | undefined => {
  try {
    return LiveRequest.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}

/** A sign-out at this very moment must not be overtaken by what was read before it. */
const signInNow = async ({ signIn, hub }: Listening, token: string) => {
  for (;;) {
    const before = hub.revocations()
    const answer = await signIn(token)
    if (hub.revocations() === before) return answer
  }
}

const signInOver = async (listening: Listening, connection: Connection, token: string): Promise<void> => {
  const { hub, config } = listening
  const { sockets } = hub
  const answer = await signInNow(listening, token)
  if (connection.ws.readyState !== connection.ws.OPEN) return
  const another = !isProblem(answer) && connection.signedIn?.session.accountId !== answer.session.accountId
  if (isProblem(answer) || (connection.signedIn && another)) {
    sockets.forget(connection)
    return signOut(connection, isProblem(answer) ? answer.code : 'signed_out')
  }
  sockets.know(connection, answer.session, answer.expiresAt)
  const [oldest, ...others] = sockets.ofAccount(answer.session.accountId)
  if (others.length >= config.LIVE_SOCKETS_PER_ACCOUNT) {
    sockets.forget(oldest!)
    leave(oldest!, 'replaced')
  }
  say(connection, { type: 'signed_in', expiresAt: answer.expiresAt.toISOString() })
}

type Typing = Extract<LiveRequest, { type: 'typing' }>
const typing = async (
  listening: Listening,
  { signedIn }: Connection,
  { consultationId, as }: Typing,
): Promise<void> => {
  const now = listening.clock.now()
  if (!signedIn || signedIn.expiresAt <= now) return
  if (as === 'doctor' && !worksNow(signedIn.session, now)) return
  const audience = await listening.audienceOf(signedIn.session, consultationId, as)
  if (audience) listening.hub.publish(audience, { type: 'typing', consultationId, side: as })
}

const answer = async (listening: Listening, connection: Connection, request: LiveRequest): Promise<void> => {
  if (request.type === 'sign_in') return signInOver(listening, connection, request.token)
  if (!connection.signedIn) return signOut(connection, 'signed_out')
  if (request.type === 'ping') return void say(connection, { type: 'pong' })
  return typing(listening, connection, request)
}

/** Answers one after another; whoever says too much, or what nobody understands, is let go. */
export const listenTo = (listening: Listening, connection: Connection): void => {
  const { ws } = connection
  const troubled = (error: unknown) => {
    listening.log.error({ err: error }, 'a live socket could not be answered')
    leave(connection, 'later')
  }
  ws.on('message', (data, isBinary) => {
    if (ws.readyState !== ws.OPEN) return
    if (!count(connection, listening.config.LIVE_MESSAGES_PER_MINUTE)) return leave(connection, 'tooMany')
    const request = isBinary ? undefined : read(String(data))
    if (!request) return leave(connection, 'notUnderstood')
    connection.turn = connection.turn.then(() => answer(listening, connection, request)).catch(troubled)
  })
  ws.on('pong', () => void (connection.alive = true))
  // Too large, not UTF-8, cut off: ws has closed it by the right code.
  ws.on('error', () => undefined)
}
