/** The open sockets of this process, found by account and by position. */
import type { Session } from '../modules/identity'
import type { Connection } from './connection'
import { type Recipient, positionKey, positionKeysOf, worksNow } from './recipient'

/** Sets by key; a key without members is gone. */
const createIndex = () => {
  const sets = new Map<string, Set<Connection>>()
  return {
    of: (key: string): Connection[] => [...(sets.get(key) ?? [])],
    add: (key: string, connection: Connection): void => {
      const set = sets.get(key)
      if (set) set.add(connection)
      else sets.set(key, new Set([connection]))
    },
    remove: (key: string, connection: Connection): void => {
      const set = sets.get(key)
      if (set?.delete(connection) && !set.size) sets.delete(key)
    },
  }
}

export const createSockets = (clock: { now(): Date }, trustMs: number) => {
  const all = new Set<Connection>()
  const [byAccount, byPosition] = [createIndex(), createIndex()]

  const forget = (connection: Connection): void => {
    if (!connection.signedIn) return
    const { session } = connection.signedIn
    byAccount.remove(session.accountId, connection)
    for (const key of positionKeysOf(session)) byPosition.remove(key, connection)
    connection.signedIn = null
  }
  const know = (connection: Connection, session: Session, expiresAt: Date): void => {
    // Of one account the oldest socket stays first, however often it is looked at.
    const stays = connection.signedIn?.session.accountId === session.accountId
    for (const key of connection.signedIn ? positionKeysOf(connection.signedIn.session) : [])
      byPosition.remove(key, connection)
    if (!stays) byAccount.add(session.accountId, connection)
    for (const key of positionKeysOf(session)) byPosition.add(key, connection)
    connection.signedIn = { session, expiresAt, checkedAt: performance.now() }
  }
  /** Fails closed: while the database cannot be asked who is behind it, a socket hears nothing. */
  const counts = ({ signedIn }: Connection, now: Date): boolean =>
    signedIn !== null && signedIn.expiresAt > now && performance.now() - signedIn.checkedAt < trustMs

  const hearing = (to: Recipient, now: Date): Connection[] =>
    to.as === 'resident'
      ? byAccount.of(to.accountId)
      : byPosition.of(positionKey(to)).filter(({ signedIn }) => worksNow(signedIn!.session, now))

  return {
    all,
    know,
    forget,
    ofAccount: byAccount.of,
    /** Each socket once. */
    of(to: readonly Recipient[]): Set<Connection> {
      const now = clock.now()
      return new Set(to.flatMap(one => hearing(one, now)).filter(connection => counts(connection, now)))
    },
  }
}
export type Sockets = ReturnType<typeof createSockets>
