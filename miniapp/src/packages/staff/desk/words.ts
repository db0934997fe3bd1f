import { mayChange } from 'shared/appointments/state-machine'
import { paymentWords } from '../../../features/payments/words'
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
  payment,
}: Booking): { words: string; tone: Tone; icon: IconName } => {
  const plain = stateWords[status]
  if (status === 'pending' && payment?.state === 'due') return paymentWords(payment)
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

/** The same in the list, and how its fee stands where the state does not say so. */
export const kindAndFeeWords = (row: Booking): string =>
  [kindWords(row), row.payment && row.payment.state !== 'due' ? paymentWords(row.payment).words : '']
    .filter(Boolean)
    .join(' · ')

/** A number that is held for its payment is nobody's to confirm yet (payment_due). */
const waitsForPayment = ({ payment }: Pick<Booking, 'payment'>): boolean => payment?.state === 'due'
export const mayTick = (row: Pick<Booking, 'status' | 'payment'>): boolean =>
  row.status === 'pending' && !waitsForPayment(row)
/** There may be something left to refund; the order itself says how much. */
export const mayRefund = ({ payment }: Booking): boolean => payment?.state === 'paid' || payment?.state === 'refunding'

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
export const actsOf = ({ status, payment }: Booking, due: boolean): Kind[] =>
  (['confirm', 'checkIn', 'fulfil', 'markNoShow'] as const).filter(
    kind => !waitsForPayment({ payment }) && mayChange(kind, status, 'clinic') && (due || kind === 'confirm'),
  )
export const mayRefuse = ({ status }: Booking): boolean => mayChange('refuse', status, 'clinic')
