/** Who did it, in words the person understands: 云溪县人民医院 工作人员 李*. */
import type { DataSource } from 'typeorm'
import type { FieldCipher } from '../../security/field-cipher'
import { maskName } from '../../security/mask'
import { institutionNames } from '../directory'
import { openName, selvesOf, staffNames } from '../identity'
import type { AuditEvent } from './audit-event.entity'

const roleWords: Record<string, string> = { doctor: '医生', staff: '工作人员', administrator: '县级管理员' }

export type ActorOf = (event: AuditEvent) => string

/** Staff are told by place, role and masked name; a doctor by full name, since patients know it. */
const staffWords = (event: AuditEvent, names: Map<string, string>, institutions: Map<string, string>): string => {
  const name = names.get(event.accountId!)
  const shown = name && (event.role === 'doctor' ? name : maskName(name))
  const place = event.institutionId ? institutions.get(event.institutionId) : undefined
  return [place, roleWords[event.role!], shown].filter(Boolean).join(' ')
}

/**
 * Reads the names for these rows at once.
 * @param self what the person whose data it is is called
 */
export const actorsOf = async (
  db: DataSource,
  cipher: FieldCipher,
  events: AuditEvent[],
  self = '本人',
): Promise<ActorOf> => {
  const accountIds = [...new Set(events.flatMap(e => (e.accountId ? [e.accountId] : [])))]
  const institutionIds = [...new Set(events.flatMap(e => (e.institutionId ? [e.institutionId] : [])))]
  const [names, selves, institutions] = await Promise.all([
    staffNames(db, cipher, accountIds),
    selvesOf(db, accountIds),
    institutionNames(db, institutionIds),
  ])
  return event => {
    if (!event.accountId) return '系统'
    if (event.role && event.role in roleWords) return staffWords(event, names, institutions)
    const owner = selves.get(event.accountId)
    if (owner && owner.personId === event.personId) return self
    return owner ? `代办人 ${maskName(openName(cipher, owner))}` : '未实名的微信账号'
  }
}
