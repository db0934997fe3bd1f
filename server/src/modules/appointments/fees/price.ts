/** What a number costs one person, whether it is paid on the phone, and the order that holds it until then. */
import { isExemptByAge } from 'shared/appointments/fees'
import type { Appointment as Shown } from 'shared/appointments/model'
import { v7 as uuid } from 'uuid'
import { type ActorAndPerson, ageOn } from '../../identity'
import type { NewOrder } from '../../payments'
import type { Actor } from '../actor'
import type { Appointment } from '../appointment.entity'
import type { SlotView } from '../schedule/slot-view'

export interface Price {
  /** Fen. */
  fee: number
  /** Paid on the phone before the number is firm; else at the window. */
  onPhone: boolean
}
export interface Circumstances {
  /** Whether there is a merchant account to pay into. */
  cashier: boolean
  /** 一次挂号管三天: free. */
  followUp: boolean
}

/**
 * What a doctor books for somebody is paid at the window: who has no phone cannot pay with one. `birthDate`: null for
 * nobody in particular.
 */
export const priceOf = (
  { session, rules }: SlotView,
  { by, birthDate }: Pick<Actor, 'by'> & { birthDate: string | null },
  { cashier, followUp }: Circumstances,
): Price => {
  const { fee, day } = session
  const free = fee === 0 || followUp || (birthDate !== null && isExemptByAge(rules, ageOn(birthDate, day)))
  if (free) return { fee: 0, onPhone: false }
  return { fee, onPhone: cashier && rules.payOnline && by !== 'doctor' }
}

/** As the page before the booking shows it: what it costs, whether that is paid on the phone, and how long it is held. */
export const shownPrice = (view: SlotView, ground: ActorAndPerson | null, cashier: boolean) => {
  const who = { by: ground?.position ? 'doctor' : 'self', birthDate: ground?.birthDate ?? null } as const
  const { fee, onPhone } = priceOf(view, who, { cashier, followUp: false })
  return { fee, payNow: onPhone ? { fee, minutes: view.rules.payMinutes } : null }
}

const periods = { morning: '上午', afternoon: '下午', evening: '晚上' }

/** 11月22日 上午 内科 李明 挂号费. */
export const whatIsPaid = ({ session: { day, period, departmentName, doctorName } }: SlotView): string => {
  const [, month, date] = day.split('-').map(Number)
  return `${month}月${date}日 ${periods[period]} ${departmentName} ${doctorName} 挂号费`
}

/** An order as it is opened, its id known before: the reply is made before the rows are written. */
export type DueOrder = NewOrder & { orderId: string }

/** Null for what is not due. It cannot be paid any more when its time at the clinic is over. */
export const orderFor = (booking: Appointment, view: SlotView): DueOrder | null => {
  const { appointmentId, personId, accountId, institutionId, fee, paymentState, createdAt } = booking
  if (paymentState !== 'due') return null
  const held = createdAt.getTime() + view.rules.payMinutes * 60_000
  return {
    orderId: uuid(),
    purpose: 'appointment',
    purposeId: appointmentId,
    personId,
    accountId,
    institutionId,
    amount: fee,
    what: whatIsPaid(view),
    validUntil: new Date(Math.min(held, view.endsAt.getTime())),
    at: createdAt,
  }
}

export const showDue = (order: DueOrder | null): Shown['payment'] =>
  order && {
    state: 'due',
    orderId: order.orderId,
    amount: order.amount,
    refunded: 0,
    payBefore: order.validUntil.toISOString(),
  }
