/** The administrator's search over all rows. */
import { DateTime } from 'luxon'
import type { DataSource } from 'typeorm'
import { type Problem, problem } from 'shared/kernel/errors'
import { addDays, instantOf } from '../../clock'
import type { Context } from '../../context'
import { actorsOf } from './actors'
import { AuditEvent } from './audit-event.entity'

const pageSize = 100
/** Longest range of one search. */
export const longestDays = 31

export interface AuditQuery {
  /** County days, both included. */
  from: string
  to: string
  personId?: string
  accountId?: string
  before?: string
}

const find = (db: DataSource, query: AuditQuery, from: Date, to: Date): Promise<AuditEvent[]> => {
  const { personId, accountId } = query
  const rows = db.manager
    .createQueryBuilder(AuditEvent, 'e')
    .where('e.at >= :from AND e.at < :to', { from, to: query.before ? new Date(query.before) : to })
  if (query.before) rows.andWhere('e.at < :end', { end: to })
  if (personId) rows.andWhere('e.person_id = :personId', { personId })
  if (accountId) rows.andWhere('e.account_id = :accountId', { accountId })
  return rows
    .orderBy('e.at', 'DESC')
    .addOrderBy('e.audit_id', 'DESC')
    .take(pageSize + 1)
    .getMany()
}

export const searchAudit = async ({ db, cipher, config }: Context, query: AuditQuery) => {
  const days = DateTime.fromISO(query.to).diff(DateTime.fromISO(query.from), 'days').days + 1
  if (days < 1 || days > longestDays) return problem('range_invalid', { days: longestDays }) as Problem<'range_invalid'>
  const start = instantOf(query.from, '00:00', config.TIME_ZONE)
  const end = instantOf(addDays(query.to, 1), '00:00', config.TIME_ZONE)
  const rows = await find(db, query, start, end)
  const shown = rows.slice(0, pageSize)
  const actorOf = await actorsOf(db, cipher, shown)
  return {
    rows: shown.map(({ at, action, accountId, personId, institutionId, requestId, ...row }, index) => ({
      at: at.toISOString(),
      action,
      actor: actorOf(shown[index]!),
      accountId,
      personId,
      institutionId,
      requestId,
      ...row,
    })),
    more: rows.length > pageSize,
  }
}
