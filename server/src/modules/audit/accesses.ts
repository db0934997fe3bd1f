/** 谁看过我的信息: the rows about one person, newest first; what was only said to them is no look. */
import { type DataSource, In, LessThan, Not } from 'typeorm'
import type { FieldCipher } from '../../security/field-cipher'
import { actionWords, noLooks } from './actions'
import { actorsOf } from './actors'
import { AuditEvent } from './audit-event.entity'

const pageSize = 50

/** @param before rows earlier than this; undefined: from the newest on. */
export const readAccesses = async (db: DataSource, cipher: FieldCipher, personId: string, before: Date | undefined) => {
  const rows = await db.manager.find(AuditEvent, {
    where: { personId, action: Not(In(noLooks)), ...(before && { at: LessThan(before) }) },
    order: { at: 'DESC', auditId: 'DESC' },
    take: pageSize + 1,
  })
  const shown = rows.slice(0, pageSize)
  const actorOf = await actorsOf(db, cipher, shown)
  return {
    accesses: shown.map(row => ({
      at: row.at.toISOString(),
      actor: actorOf(row),
      action: actionWords(row.action),
      purpose: row.purpose,
    })),
    more: rows.length > pageSize,
  }
}
