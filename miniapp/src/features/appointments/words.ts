import type { AppointmentStatus, Appointment } from 'shared/appointments/model'
import type { IconName } from '../../ui/icon'
import { clockWords, dayWords } from '../../ui/words'

interface StatusWords {
  words: string
  tone: 'plain' | 'good' | 'waiting' | 'bad'
  icon: IconName
}

/** FHIR's states as a clerk would say them. */
export const statusWords: Record<AppointmentStatus, StatusWords> = {
  pending: { words: '等医院确认', tone: 'waiting', icon: 'waiting' },
  booked: { words: '约好了', tone: 'good', icon: 'done' },
  arrived: { words: '已报到', tone: 'good', icon: 'check' },
  fulfilled: { words: '已看完', tone: 'plain', icon: 'check' },
  cancelled: { words: '已取消', tone: 'bad', icon: 'cancelled' },
  noshow: { words: '没有来', tone: 'bad', icon: 'refused' },
}

/** How it stands; before anything else, whether its fee is still to be paid. */
export const shownStatus = ({ status, payment }: Pick<Appointment, 'status' | 'payment'>): StatusWords =>
  status === 'pending' && payment?.state === 'due'
    ? { words: '等您付款', tone: 'waiting', icon: 'money' }
    : statusWords[status]

/** `11月22日 周日（明天） 上午 9:00–9:30` */
export const whenWords = ({ session, from, to }: Pick<Appointment, 'session' | 'from' | 'to'>): string =>
  `${dayWords(session.day)} ${clockWords(from, to)}`
/** `云溪县人民医院 内科 林慧 主任医师` */
export const whomWords = ({ session }: Pick<Appointment, 'session'>): string =>
  [session.institutionName, session.departmentName, session.doctorName, session.doctorTitle].filter(Boolean).join(' ')
