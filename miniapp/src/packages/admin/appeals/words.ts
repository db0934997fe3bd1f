import type { IconName } from '../../../ui/icon'
import type { AppealToDecide } from './use-appeals'

export const appealState: Record<
  AppealToDecide['state'],
  { words: string; tone: 'plain' | 'good' | 'waiting'; icon: IconName }
> = {
  open: { words: '等处理', tone: 'waiting', icon: 'waiting' },
  upheld: { words: '已解绑', tone: 'good', icon: 'done' },
  rejected: { words: '没有支持', tone: 'plain', icon: 'refused' },
}
