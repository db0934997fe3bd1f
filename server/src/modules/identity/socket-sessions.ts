/** Who is behind a socket that stays open: signed in by an access token, looked at again as long as it is open. */
import { type Problem, isProblem, problem } from 'shared/kernel/errors'
import type { Context } from '../../context'
import { readAccessToken } from './access-token'
import { type SessionRow, idleEndOf, readSessions, sessionOf } from './authenticate'
import type { Session } from './session'

/** The working period's end by the clock or by idleness: between two looks nothing moves it on. */
const periodEnd = (row: SessionRow, idleMinutes: number): Date | null => {
  const idleEnd = idleEndOf(row, idleMinutes)
  return row.secondFactorUntil && (row.secondFactorUntil < idleEnd ? row.secondFactorUntil : idleEnd)
}

export const createSocketSessions = ({ db, clock, config }: Context) => {
  /** Those of the sessions that still live, in one question. */
  const sessionsNow = async (sessionIds: string[]): Promise<Map<string, Session>> => {
    const now = clock.now()
    const living = (await readSessions(db, sessionIds)).flatMap(rows =>
      rows[0] && rows[0].expiresAt > now ? [sessionOf(rows, periodEnd(rows[0], config.STAFF_IDLE_MINUTES))] : [],
    )
    return new Map(living.map(session => [session.sessionId, session]))
  }
  /** A socket is opened by the program, not by a person: it keeps no working period alive. */
  const signIn = async (
    token: string,
  ): Promise<{ session: Session; expiresAt: Date } | Problem<'signed_out' | 'token_expired'>> => {
    const claims = readAccessToken(token, config.ACCESS_TOKEN_KEY, clock.now())
    if (isProblem(claims)) return claims
    const session = (await sessionsNow([claims.sessionId])).get(claims.sessionId)
    if (session?.accountId !== claims.accountId) return problem('signed_out')
    return { session, expiresAt: claims.expiresAt }
  }
  return { signIn, sessionsNow }
}
