/** One open socket: what is known of it, and how it is spoken to. */
import type { WebSocket } from 'ws'
import { type LiveMessage, liveClose } from 'shared/live/contract'
import type { Session } from '../modules/identity'

/** Who is behind it, as of the last look. */
export interface SignedIn {
  session: Session
  /** End of the access token. */
  expiresAt: Date
  /** `performance.now()` of the look. */
  checkedAt: number
}

export interface Connection {
  ws: WebSocket
  /** `performance.now()`. */
  openedAt: number
  signedIn: SignedIn | null
  /** Heard of since the last heartbeat. */
  alive: boolean
  /** Messages of the phone in the minute that began then. */
  said: { count: number; since: number }
  /** Its messages are answered one after another. */
  turn: Promise<void>
}

export const openConnection = (ws: WebSocket): Connection => {
  const now = performance.now()
  return { ws, openedAt: now, signedIn: null, alive: true, said: { count: 0, since: now }, turn: Promise.resolve() }
}

/** Bytes that may wait for a phone: some thousand events. One that takes no more must come again. */
const waitingAtMost = 256 * 1024

const isOpen = ({ ws }: Connection): boolean => ws.readyState === ws.OPEN

/** `text`: a LiveMessage as JSON. @returns whether it was sent; a phone that is too slow is let go instead */
export const sayText = (connection: Connection, text: string): boolean => {
  if (!isOpen(connection)) return false
  if (connection.ws.bufferedAmount > waitingAtMost) {
    leave(connection, 'later')
    return false
  }
  connection.ws.send(text)
  return true
}
export const say = (connection: Connection, message: LiveMessage): boolean =>
  sayText(connection, JSON.stringify(message))

/** Closes in good order; ws cuts it when the phone does not answer in time. */
export const leave = ({ ws }: Connection, why: keyof typeof liveClose): void => ws.close(liveClose[why], why)

/** Says why first. */
export const signOut = (connection: Connection, code: Extract<LiveMessage, { type: 'signed_out' }>['code']): void => {
  connection.signedIn = null
  say(connection, { type: 'signed_out', code })
  leave(connection, 'signedOut')
}
