/** The audit's part of the data copy and of deleting an account (个人信息保护法 art. 45, 47). */
import { managerOf } from '../../db/transaction'
import type { PersonalData } from '../identity'
import { actionWords } from './actions'
import { AuditEvent } from './audit-event.entity'

/** The newest rows about oneself; older ones can be read page by page in the app. */
const limit = 1000

export const accessData: PersonalData = {
  async copy(db, { selfPersonId: personId }) {
    const rows = personId
      ? await managerOf(db).find(AuditEvent, { where: { personId }, order: { auditId: 'DESC' }, take: limit })
      : []
    return [
      {
        title: '谁看过我的信息',
        rows: rows.map(r => ({ 时间: r.at.toISOString(), 事项: actionWords(r.action), 目的: r.purpose })),
      },
    ]
  },
  kept: [{ what: '访问记录（谁看过我的信息）', until: '不少于 6 个月', rule: '《网络安全法》第二十一条' }],
}
