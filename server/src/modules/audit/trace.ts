/** What was done in one matter, step by step, for whoever supervises it. */
import { In, Like, MoreThanOrEqual } from 'typeorm'
import type { DataSource } from 'typeorm'
import type { FieldCipher } from '../../security/field-cipher'
import { actionWordsOfPatient } from './actions'
import { actorsOf } from './actors'
import { AuditEvent, detailsOf } from './audit-event.entity'

export interface Traced {
  at: Date
  who: string
  what: string
}
interface Matter {
  personId: string
  /** Of which module, `consultations`. */
  module: string
  /** Actions of other modules that may be part of it. */
  also?: readonly string[]
  since: Date
  /** By the row's details; rows that name no matter at all are looks at the person and belong to every one. */
  isIts(details: Record<string, unknown>): boolean
}

/** Oldest first; the person is 患者. */
export const traceOf = async (
  db: DataSource,
  cipher: FieldCipher,
  { personId, module, also = [], since, isIts }: Matter,
): Promise<Traced[]> => {
  const rows = await db.manager.find(AuditEvent, {
    where: [Like(`${module}.%`), In([...also])].map(action => ({ personId, action, at: MoreThanOrEqual(since) })),
    order: { auditId: 'ASC' },
  })
  const its = rows.filter(row => isIts(detailsOf(row)))
  const actorOf = await actorsOf(db, cipher, its, '患者')
  return its.map(row => ({
    at: row.at,
    who: actorOf(row),
    what:
      actionWordsOfPatient(row.action) +
      (row.role === 'administrator' && row.purpose ? `（理由：${row.purpose}）` : ''),
  }))
}

/** Whether the account did this lately, in this matter. */
export const didSince = async (
  db: DataSource,
  { accountId, action, since }: { accountId: string; action: string; since: Date },
  isIts: Matter['isIts'],
): Promise<boolean> => {
  const rows = await db.manager.findBy(AuditEvent, { accountId, action, at: MoreThanOrEqual(since) })
  return rows.some(row => isIts(detailsOf(row)))
}
