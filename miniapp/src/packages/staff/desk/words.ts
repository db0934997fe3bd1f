import { mayChange } from 'shared/appointments/state-machine'
import type { IconName } from '../../../ui/icon'
import { instantWords } from '../../../ui/words'
import type { Booking } from './types'

type Tone = 'plain' | 'good' | 'waiting' | 'bad'
type Status = Booking['status']

/** FHIR's states as colleagues at the desk say them. */
export const stateWords: Record<Status, { words: string; tone: Tone; icon: IconName }> = {
  pending: { words: '等确认', tone: 'waiting', icon: 'waiting' },
  booked: { words: '已约', tone: 'plain', icon: 'booked' },
  arrived: { words: '候诊', tone: 'good', icon: 'check' },
  fulfilled: { words: '看完了', tone: 'plain', icon: 'done' },
  cancelled: { words: '已取消', tone: 'plain', icon: 'cancelled' },
  noshow: { words: '没来', tone: 'bad', icon: 'refused' },
}

/** What the row's state is, with the queue number and the call. */
export const rowState = ({
  status,
  queueNumber,
  calledAt,
  overdue,
}: Booking): { words: string; tone: Tone; icon: IconName } => {
  const plain = stateWords[status]
  if (overdue) return { ...plain, words: '到时间了，还没确认', tone: 'bad' }
  if (status !== 'arrived') return plain
  return { ...plain, words: `${queueNumber ?? ''} 号 ${calledAt ? '已叫' : '候诊'}`, icon: calledAt ? 'call' : 'check' }
}

const sexWords = { male: '男', female: '女', other: '', unknown: '' } as const
export const whoWords = ({ age, sex }: Booking): string => `${sexWords[sex]} ${age} 岁`.trim()

const poolWords = { public: '', contracted: '签约', referral: '转诊' } as const
/** What is special about the number; empty for an ordinary one. */
export const kindWords = ({ pool, followUp }: Booking): string =>
  [poolWords[pool], followUp ? '免费复诊' : ''].filter(Boolean).join(' · ')

export const relayWords = ({ relay }: Booking): { words: string; tone: Tone; icon: IconName } => {
  if (relay.state === 'delivered')
    return { words: `已收 ${instantWords(relay.at).replace('今天 ', '')}`, tone: 'plain', icon: 'sent' }
  return relay.state === 'waiting'
    ? { words: '正在送', tone: 'plain', icon: 'waiting' }
    : { words: '没收', tone: 'bad', icon: 'warning' }
}

const byWords = {
  self: '本人',
  proxy: '',
  doctor: '',
  clinic: '门诊',
  county_platform: '县平台',
  system: '系统',
} as const
/** `本人 今天 7:31`, with the reason when one was given. */
export const changeWords = ({ lastChange: { at, by, byName, reason } }: Booking): string =>
  `${byWords[by] || byName} ${instantWords(at)}${reason ? `：${reason}` : ''}`

export type Kind = 'confirm' | 'checkIn' | 'fulfil' | 'markNoShow'
export const actWords: Record<Kind, { words: string; done: string; icon: IconName }> = {
  confirm: { words: '确认', done: '已确认', icon: 'done' },
  checkIn: { words: '报到', done: '已报到', icon: 'check' },
  fulfil: { words: '看完了', done: '看完了', icon: 'done' },
  markNoShow: { words: '没来', done: '记为没来', icon: 'refused' },
}

/** What the desk may do with it now, the likeliest first; before the day only to confirm (`due`: all of it). */
export const actsOf = ({ status }: Booking, due: boolean): Kind[] =>
  (['confirm', 'checkIn', 'fulfil', 'markNoShow'] as const).filter(
    kind => mayChange(kind, status, 'clinic') && (due || kind === 'confirm'),
  )
export const mayRefuse = ({ status }: Booking): boolean => mayChange('refuse', status, 'clinic')
