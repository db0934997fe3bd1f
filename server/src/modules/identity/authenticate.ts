/** Who is behind a request: read anew each time, so that sign-out and disabling work at once. */
import { problem, isProblem } from 'shared/kernel/errors'
import type { Context } from '../../context'
import { batched } from '../../db/batch'
import { runSql, selectRows } from '../../db/pool-query'
import type { Db } from '../../db/transaction'
import { readAccessToken } from './access-token'
import { SessionRecord } from './session.entity'
import type { Position, Session } from './session'

export interface SessionRow {
  sessionId: string
  accountId: string
  wechatIndex: string
  expiresAt: Date
  lastSeenAt: Date
  secondFactorUntil: Date | null
  selfPersonId: string | null
  staffId: string | null
  role: Position['role']
  institutionId: string
  practitionerId: string | null
  disabledAt: Date | null
}

/** Session, account, self link and positions in one question: a row per position, none when signed out. */
export const readSessions = async (db: Db, sessionIds: string[]): Promise<SessionRow[][]> => {
  const rows = await selectRows<SessionRow>(
    db,
    `SELECT s.session_id AS sessionId, s.account_id AS accountId, a.openid_index AS wechatIndex, s.expires_at AS expiresAt, s.last_seen_at AS lastSeenAt,
       s.second_factor_until AS secondFactorUntil, l.person_id AS selfPersonId, p.staff_id AS staffId, p.role,
       p.institution_id AS institutionId, p.practitioner_id AS practitionerId, p.disabled_at AS disabledAt
     FROM session s JOIN account a ON a.account_id = s.account_id AND a.deleted_at IS NULL
     LEFT JOIN person_link l ON l.self_account_key = s.account_id
     LEFT JOIN staff p ON p.account_id = s.account_id
     WHERE s.session_id IN (?) AND s.ended_at IS NULL`,
    [sessionIds],
  )
  // The same order each time: the position held longest first.
  if (rows.length > sessionIds.length) rows.sort((a, b) => ((a.staffId ?? '') < (b.staffId ?? '') ? -1 : 1))
  const bySession = new Map<string, SessionRow[]>()
  for (const row of rows) bySession.set(row.sessionId, [...(bySession.get(row.sessionId) ?? []), row])
  return sessionIds.map(id => bySession.get(id) ?? [])
}
/** Asked together for everybody who comes at the same moment. */
const read = batched(readSessions)

const minute = 60_000
/** A request must not cost a write. Of staff it says when an idle period ends; of others it is only shown to themselves. */
const seenEvery = ({ staffId }: SessionRow): number => (staffId ? minute : 60 * minute)

/** Whoever comes at the same moment is marked by one statement. */
const markSeen = batched(async (db, seen: { sessionId: string; now: Date }[]): Promise<void[]> => {
  const now = seen[0]!.now
  await runSql(db, 'UPDATE session SET last_seen_at = ? WHERE session_id IN (?) AND last_seen_at < ?', [
    now,
    seen.map(s => s.sessionId).sort(),
    now,
  ])
  return seen.map(() => undefined)
})

/** When the working period ends if nothing more is done. */
export const idleEndOf = (row: SessionRow, idleMinutes: number): Date =>
  new Date(row.lastSeenAt.getTime() + idleMinutes * 60_000)

/** The working period ends by the clock, or earlier when nothing was done for STAFF_IDLE_MINUTES. */
const secondFactorNow = (row: SessionRow, now: Date, idleMinutes: number): Date | null =>
  row.secondFactorUntil && row.secondFactorUntil > now && idleEndOf(row, idleMinutes) > now
    ? row.secondFactorUntil
    : null

const positionsOf = (rows: SessionRow[]): Position[] =>
  rows.flatMap(({ staffId, role, institutionId, practitionerId, disabledAt }) =>
    staffId && !disabledAt ? [{ staffId, role, institutionId, practitionerId }] : [],
  )

/** The session that its rows tell of. */
export const sessionOf = (rows: SessionRow[], secondFactorUntil: Date | null): Session => {
  const { sessionId, accountId, wechatIndex, selfPersonId } = rows[0]!
  const disabledRoles = rows.filter(r => r.disabledAt).map(r => r.role)
  return {
    sessionId,
    accountId,
    wechatIndex,
    selfPersonId,
    positions: positionsOf(rows),
    disabledRoles,
    secondFactorUntil,
  }
}

/** After an idle end the period stays ended, although the next request counts as being seen. */
const endIdlePeriod = async ({ db }: Context, sessionId: string): Promise<void> => {
  await db.manager.update(SessionRecord, { sessionId }, { secondFactorUntil: null })
}

/**
 * @returns what `mount` asks of each request with its Authorization header. `own`: the person did something; a page that
 * refreshes itself is nobody's act and does not keep a working period alive.
 */
export const createAuthenticate = (context: Context) => async (authorization: string | undefined, own: boolean) => {
  const token = /^Bearer (\S+)$/.exec(authorization ?? '')?.[1]
  if (!token) return problem('signed_out')
  const now = context.clock.now()
  const claims = readAccessToken(token, context.config.ACCESS_TOKEN_KEY, now)
  if (isProblem(claims)) return claims
  const rows = (await read(context.db, claims.sessionId)).filter(
    r => r.accountId === claims.accountId && r.expiresAt > now,
  )
  const [first] = rows
  if (!first) return problem('signed_out')
  const secondFactorUntil = secondFactorNow(first, now, context.config.STAFF_IDLE_MINUTES)
  if (first.secondFactorUntil && !secondFactorUntil) await endIdlePeriod(context, claims.sessionId)
  if (own && now.getTime() - first.lastSeenAt.getTime() >= seenEvery(first))
    await markSeen(context.db, { sessionId: claims.sessionId, now })
  return sessionOf(rows, secondFactorUntil)
}
