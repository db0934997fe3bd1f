/** Looks again at who is behind open sockets, in one question for all of them: what ended since is ended here. */
import type { Session } from '../modules/identity'
import { type Connection, signOut } from './connection'
import type { Sockets } from './sockets'

const lostPosition = (before: Session, now: Session): boolean =>
  before.positions.some(({ staffId }) => !now.positions.some(p => p.staffId === staffId))

/** `now`: the connection's session as it is, undefined when it has ended. */
const apply = (sockets: Sockets, connection: Connection, now: Session | undefined): void => {
  const { session, expiresAt } = connection.signedIn!
  if (now && !lostPosition(session, now)) return sockets.know(connection, now, expiresAt)
  sockets.forget(connection)
  signOut(connection, now ? 'account_disabled' : 'signed_out')
}

/**
 * @returns what looks at the sockets of these accounts, or of all. One look at a time, so that an older answer never
 * overwrites a newer; what is asked for meanwhile waits and is asked together.
 */
export const createRecheck = (
  sockets: Sockets,
  sessionsNow: (sessionIds: string[]) => Promise<Map<string, Session>>,
  failed: (error: unknown) => void,
) => {
  let waiting: Set<string> | 'all' | null = null
  let looking = false

  const lookOnce = async (whose: Set<string> | 'all'): Promise<void> => {
    const connections = whose === 'all' ? [...sockets.all] : [...whose].flatMap(sockets.ofAccount)
    const asked = connections.flatMap(c =>
      c.signedIn ? [{ connection: c, sessionId: c.signedIn.session.sessionId }] : [],
    )
    if (!asked.length) return
    const sessions = await sessionsNow([...new Set(asked.map(a => a.sessionId))])
    // Some may have closed, or signed in anew, while the database was asked.
    for (const { connection, sessionId } of asked)
      if (connection.signedIn?.session.sessionId === sessionId) apply(sockets, connection, sessions.get(sessionId))
  }
  const look = async (): Promise<void> => {
    looking = true
    for (let whose = waiting; whose; whose = waiting) {
      waiting = null
      // What could not be asked now is asked with the next round for all.
      await lookOnce(whose).catch(failed)
    }
    looking = false
  }
  return (accountIds: readonly string[] | 'all'): void => {
    waiting = accountIds === 'all' || waiting === 'all' ? 'all' : new Set([...(waiting ?? []), ...accountIds])
    if (!looking) void look()
  }
}
