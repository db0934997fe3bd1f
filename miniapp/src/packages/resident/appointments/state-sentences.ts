import type { Appointment } from 'shared/appointments/model'
import { refundDelay } from '../../../features/payments/words'
import { dateWords, dayOf, deadlineWords, instantWords, moneyWords } from '../../../ui/words'

const acts: Record<Appointment['status'], string> = {
  pending: '留了这个号',
  booked: '确认了这个号',
  arrived: '办了报到',
  fulfilled: '记了看完',
  cancelled: '取消了这个号',
  noshow: '记了没有来',
}

/** Done by the person's own side: themselves, who acts for them, or a doctor they authorised. */
export const byOwnSide = ({ lastChange: { by } }: Pick<Appointment, 'lastChange'>): boolean =>
  by === 'self' || by === 'proxy' || by === 'doctor'

/** The payment itself made the number firm; nothing more is to be said of it. */
export const paidNow = ({ lastChange, payment, status }: Appointment): boolean =>
  lastChange.by === 'system' && payment?.state === 'paid' && (status === 'pending' || status === 'booked')

/** Moves and bookings are made by the person's side, confirmations by the clinic, a number's firmness by its payment. */
const actOf = (appointment: Appointment): string =>
  paidNow(appointment)
    ? '收到了挂号费'
    : appointment.status === 'booked' && byOwnSide(appointment)
      ? '约了这个号'
      : acts[appointment.status]

/** Whoever changed it last is named: `云溪县人民医院 今天 15:31 取消了这个号`. */
export const changeWords = (appointment: Appointment): string =>
  `${appointment.lastChange.byName} ${instantWords(appointment.lastChange.at)} ${actOf(appointment)}`

/** What the state means for the person, and who moves it on. */
export const stateSentence = (appointment: Appointment): string => {
  const { status, session, can } = appointment
  switch (status) {
    case 'pending':
      if (appointment.payment?.state === 'due') return '号给您留着，付了款才算约上。过了时间没付，号就让给别人。'
      return `号已经给您留住了，等${session.institutionName}确认。确认好了这里会变，不用守着。`
    case 'booked':
      if (session.day < dayOf()) return '这一天已经过了。要再看病，可以重新约一个。'
      return '按时来就行。到了先报到，出示电子健康卡。'
    case 'arrived':
      return '报到好了，请在诊室外面等叫号，别走远。'
    case 'fulfilled':
      return can.followUpUntil
        ? `看完了。${dateWords(can.followUpUntil)}以前，同一个科可以免费复诊一次。`
        : '看完了，祝早日康复。'
    case 'cancelled':
      if (appointment.lastChange.by === 'system') return '这个号没有约成。可以马上再约一个，不算您失约。'
      return byOwnSide(appointment)
        ? '号已经退了，别人可以约。'
        : '对不住，这个号不能看了。可以马上再约一个，不算您失约。'
    case 'noshow':
      return '医院记了您没有来。如果记错了，可以申诉。'
  }
}

/** `已送达县平台 07:31`: where the record of it is. */
export const receiptWords = ({ relay }: Appointment): string => {
  if (relay.state === 'delivered') return `已送达县平台 ${instantWords(relay.at)}`
  if (relay.state === 'waiting') return '正在送往县平台，不影响看病'
  return `县平台没有收下（${relay.why}），医院会处理，不影响看病`
}

/** What a cancel costs and brings back, said before it is done. */
export const cancelWords = ({ payment, cancelUntil }: Pick<Appointment, 'payment' | 'cancelUntil'>): string => {
  const until = deadlineWords(cancelUntil)
  if (payment?.state === 'due') return '还没有付钱，取消了不收钱，也不算失约。'
  if (payment?.state !== 'paid') return `${until} 前取消不收钱，也不算失约。`
  return `${until} 前取消不算失约，挂号费 ${moneyWords(payment.amount)} 全部退给您。${refundDelay}`
}
