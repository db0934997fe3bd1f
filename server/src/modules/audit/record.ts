/** Writes audit rows: one per access to a person's data, in the caller's transaction. */
import { In, IsNull, MoreThanOrEqual } from 'typeorm'
import { insertRows } from '../../db/insert-rows'
import { type Db, managerOf } from '../../db/transaction'
import { AuditEvent, detailsOf } from './audit-event.entity'

export interface Access {
  at: Date
  /** Stable word `<module>.<verb>`; ./actions puts it into the words a person reads. */
  action: string
  accountId: string | null
  role: string | null
  institutionId: string | null
  /** Whose data; null for an act that concerns no person (rules changed, a search). */
  personId: string | null
  purpose: string | null
  requestId: string | null
  /** Ids, counts, codes: nothing private. */
  details?: Record<string, unknown>
}

const insert = (db: Db, rows: Access[]): Promise<void> =>
  insertRows(
    db,
    'audit_event',
    rows.map(row => ({
      at: row.at,
      action: row.action,
      account_id: row.accountId,
      role: row.role,
      institution_id: row.institutionId,
      person_id: row.personId,
      purpose: row.purpose,
      request_id: row.requestId,
      details: row.details ? JSON.stringify(row.details) : null,
    })),
  )

export const recordAccess = (db: Db, access: Access): Promise<void> => insert(db, [access])

/** The person, and the matter where the details name one. MySQL reorders the keys of JSON. */
const aboutOf = ({ personId, details }: Pick<Access, 'personId'> & { details?: AuditEvent['details'] }): string =>
  JSON.stringify([personId, Object.entries(detailsOf({ details: details ?? null })).sort()])

/**
 * Several rows at once. `onceEvery: 'hour'` leaves out those whose account already left a row of the same action about
 * the same person and matter (the same details) in this hour: a desk's list that refreshes itself is one look, not
 * hundreds; two consultations of one person are two. All rows must then be of one account, action and instant. Two
 * requests at the same moment may both leave a row, which harms nobody.
 */
export const recordAccesses = async (
  db: Db,
  rows: Access[],
  { onceEvery }: { onceEvery?: 'hour' } = {},
): Promise<void> => {
  const first = rows[0]
  if (!first) return
  if (!onceEvery) return insert(db, rows)
  const hour = new Date(first.at)
  hour.setUTCMinutes(0, 0, 0)
  const known = await managerOf(db).find(AuditEvent, {
    select: { personId: true, details: true },
    where: {
      accountId: first.accountId ?? IsNull(),
      action: first.action,
      at: MoreThanOrEqual(hour),
      personId: In(rows.map(row => row.personId).filter(id => id !== null)),
    },
  })
  const seen = new Set(known.map(aboutOf))
  const fresh = [...new Map(rows.map(row => [aboutOf(row), row])).values()].filter(row => !seen.has(aboutOf(row)))
  if (fresh.length) await insert(db, fresh)
}
