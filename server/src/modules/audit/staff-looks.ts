/** When staff looked at people's data, for telling those whose data it is. */
import type { DataSource } from 'typeorm'
import type { FieldCipher } from '../../security/field-cipher'
import { actionWords } from './actions'
import { actorsOf } from './actors'
import { AuditEvent } from './audit-event.entity'

/** Looks that are not part of the person's own visit in front of the staff, which they know of (用卡、报到、叫号). */
const looks = [
  'identity.list-people',
  'identity.list-appeals',
  'health-card.list',
  'health-card.code',
  'health-card.usages',
  'appointments.list',
  'desk.list',
  'desk.search',
  'desk.export',
  'desk.blocks',
  'consultations.records',
  'consultations.find',
  'consultations.view',
  'consultations.export',
  'consultations.complaints',
  'audit.accesses',
  'audit.search',
]
const batch = 500

export interface StaffLook {
  personId: string
  institutionId: string | null
  at: Date
  /** In words the person understands. */
  who: string
  action: string
}

/** Oldest first, some at a time. */
export async function* staffLooksBetween(
  db: DataSource,
  cipher: FieldCipher,
  from: Date,
  to: Date,
): AsyncGenerator<StaffLook[]> {
  for (let after = '0'; ;) {
    const rows = await db.manager
      .createQueryBuilder(AuditEvent, 'e')
      .where('e.at >= :from AND e.at <= :to AND e.audit_id > :after', { from, to, after })
      .andWhere(`e.person_id IS NOT NULL AND e.role IN ('doctor', 'staff', 'administrator')`)
      .andWhere('e.action IN (:...looks)', { looks })
      .orderBy('e.audit_id')
      .limit(batch)
      .getMany()
    const actorOf = await actorsOf(db, cipher, rows)
    yield rows.map(row => ({
      personId: row.personId!,
      institutionId: row.institutionId,
      at: row.at,
      who: actorOf(row),
      action: actionWords(row.action),
    }))
    if (rows.length < batch) return
    after = rows.at(-1)!.auditId
  }
}
