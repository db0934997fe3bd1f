import type { identityStaff } from '../../../api/identity-staff'
import type { IconName } from '../../../ui/icon'
import { instantWords } from '../../../ui/words'

export type Member = Awaited<ReturnType<typeof identityStaff.staff>>['staff'][number]
export type Role = Member['role']

export const roleWords: Record<Role, { words: string; note: string }> = {
  staff: { words: '门诊工作人员', note: '确认预约、报到、叫号、核对健康卡' },
  doctor: { words: '医生', note: '替签了授权的居民预约' },
  administrator: { words: '县级管理员', note: '和您一样：规则、人员、申诉、查记录' },
}

interface State {
  words: string
  tone: 'plain' | 'good' | 'waiting' | 'bad'
  icon: IconName
}
/** Disabled, locked, or able to work. */
export const memberState = ({ disabledAt, lockedUntil }: Member): State =>
  disabledAt
    ? { words: '停用了', tone: 'bad', icon: 'refused' }
    : lockedUntil
      ? { words: '口令锁着', tone: 'waiting', icon: 'lock' }
      : { words: '在用', tone: 'good', icon: 'done' }

export const seenWords = ({ lastSeenAt }: Member): string =>
  lastSeenAt ? `上次使用 ${instantWords(lastSeenAt)}` : '还没有用过'
