/** Who is behind a request: read anew each time, so that sign-out and disabling work at once. */
import { problem, isProblem } from 'shared/kernel/errors'
import type { Context } from '../../context'
import { readAccessToken } from './access-token'
import { Account } from './account.entity'
import { PersonLink } from './person-link.entity'
import { SessionRecord } from './session.entity'
import type { Position, Session } from './session'
import { Staff } from './staff.entity'

interface Row {
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
const read = ({ db }: Context, accountId: string, sessionId: string, now: Date): Promise<Row[]> =>
  db
    .createQueryBuilder(SessionRecord, 's')
    .innerJoin(Account, 'a', 'a.account_id = s.account_id AND a.deleted_at IS NULL')
    .leftJoin(PersonLink, 'l', 'l.self_account_key = s.account_id')
    .leftJoin(Staff, 'p', 'p.account_id = s.account_id')
    .select('s.last_seen_at', 'lastSeenAt')
    .addSelect('s.second_factor_until', 'secondFactorUntil')
    .addSelect('l.person_id', 'selfPersonId')
    .addSelect('p.staff_id', 'staffId')
    .addSelect('p.role', 'role')
    .addSelect('p.institution_id', 'institutionId')
    .addSelect('p.practitioner_id', 'practitionerId')
    .addSelect('p.disabled_at', 'disabledAt')
    .where('s.session_id = :sessionId AND s.account_id = :accountId', { sessionId, accountId })
    .andWhere('s.ended_at IS NULL AND s.expires_at > :now', { now })
    // The position held longest is the one that acts where a request names none.
    .orderBy('p.staff_id')
    .getRawMany<Row>()

const seenEveryMs = 60_000

/** Written at most once a minute: a read must not cost a write. */
const markSeen = async ({ db }: Context, sessionId: string, now: Date): Promise<void> => {
  await db
    .createQueryBuilder()
    .update(SessionRecord)
    .set({ lastSeenAt: now })
    .where('session_id = :sessionId AND last_seen_at < :before', {
      sessionId,
      before: new Date(now.getTime() - seenEveryMs),
    })
    .execute()
}

/** The working period ends by the clock, or earlier when nothing was done for STAFF_IDLE_MINUTES. */
const secondFactorNow = (row: Row, now: Date, idleMinutes: number): Date | null => {
  const idleEnds = new Date(row.lastSeenAt.getTime() + idleMinutes * 60_000)
  return row.secondFactorUntil && row.secondFactorUntil > now && idleEnds > now ? row.secondFactorUntil : null
}

const positionsOf = (rows: Row[]): Position[] =>
  rows.flatMap(({ staffId, role, institutionId, practitionerId, disabledAt }) =>
    staffId && !disabledAt ? [{ staffId, role, institutionId, practitionerId }] : [],
  )

/** After an idle end the period stays ended, although the next request counts as being seen. */
const endIdlePeriod = async ({ db }: Context, sessionId: string): Promise<void> => {
  await db.manager.update(SessionRecord, { sessionId }, { secondFactorUntil: null })
}

/** @returns what `mount` asks of each request with its Authorization header. */
export const createAuthenticate = (context: Context) => async (authorization: string | undefined) => {
  const token = /^Bearer (\S+)$/.exec(authorization ?? '')?.[1]
  if (!token) return problem('signed_out')
  const now = context.clock.now()
  const claims = readAccessToken(token, context.config.ACCESS_TOKEN_KEY, now)
  if (isProblem(claims)) return claims
  const rows = await read(context, claims.accountId, claims.sessionId, now)
  const [first] = rows
  if (!first) return problem('signed_out')
  const secondFactorUntil = secondFactorNow(first, now, context.config.STAFF_IDLE_MINUTES)
  if (first.secondFactorUntil && !secondFactorUntil) await endIdlePeriod(context, claims.sessionId)
  if (now.getTime() - first.lastSeenAt.getTime() >= seenEveryMs) await markSeen(context, claims.sessionId, now)
  const session: Session = {
    ...claims,
    selfPersonId: first.selfPersonId,
    positions: positionsOf(rows),
    disabledRoles: rows.filter(r => r.disabledAt).map(r => r.role),
    secondFactorUntil,
  }
  return session
}
