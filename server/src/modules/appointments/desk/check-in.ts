/** 报到: the next queue number of the session, given once, in the order people arrive. */
import type { Problem } from 'shared/kernel/errors'
import { problem } from 'shared/kernel/errors'
import { Between, In } from 'typeorm'
import { addDays, dayOf } from '../../../clock'
import type { Tx } from '../../../db/transaction'
import { Appointment } from '../appointment.entity'
import { type Desk, findAtDesk } from './desk'
import { changeAtDesk } from './desk-change'
import { rulesOf } from '../rules/rules'
import { AppointmentSession } from '../session.entity'

/** The session's row stays locked until the end of the transaction, so nobody else can read the same number. */
export const nextQueueNumber = async (tx: Tx, sessionId: string): Promise<number> => {
  await tx
    .createQueryBuilder()
    .update(AppointmentSession)
    .set({ lastQueueNumber: () => 'last_queue_number + 1' })
    .where({ sessionId })
    .execute()
  const { lastQueueNumber } = await tx.findOneOrFail(AppointmentSession, {
    where: { sessionId },
    select: { sessionId: true, lastQueueNumber: true },
  })
  return lastQueueNumber
}

/** Names the day of the number, and from which day on it can be checked in. */
const notToday = ({ day }: Appointment, days: number): Problem<'not_today'> =>
  problem('not_today', { day, from: addDays(day, -days) })

const arrive = async (
  tx: Tx,
  desk: Desk,
  a: Appointment,
  now: Date,
): Promise<string | Problem<'appointment_state' | 'not_today' | 'payment_due'>> => {
  if (a.status !== 'pending' && a.status !== 'booked') return problem('appointment_state')
  if (a.paymentState === 'due') return problem('payment_due')
  const { checkInDaysBefore: days } = await rulesOf(tx, a.institutionId)
  const today = dayOf(now, desk.zone)
  if (a.day < today || a.day > addDays(today, days)) return notToday(a, days)
  const queueNumber = await nextQueueNumber(tx, a.sessionId)
  const refused = await changeAtDesk(tx, desk, a, 'checkIn', { now, values: { queueNumber, arrivedAt: now } })
  return refused ?? a.appointmentId
}

/** @returns the id of the appointment that is now `arrived`. */
export const checkIn = async (
  tx: Tx,
  desk: Desk,
  appointmentId: string,
  now: Date,
): Promise<string | Problem<'not_found' | 'appointment_state' | 'not_today' | 'payment_due'>> => {
  const a = await findAtDesk(tx, desk, appointmentId)
  return a ? arrive(tx, desk, a, now) : problem('not_found')
}

interface Found {
  checkedIn: string | null
  choices: string[]
  early: boolean
}

/** The most that an institution may allow (shared/appointments/rules-contract). */
const furthestCheckInDays = 7

/** Somebody with nothing today: what each institution lets its desk check in before the day, else when they are due. */
const early = async (
  tx: Tx,
  near: Appointment[],
  today: string,
): Promise<Found | Problem<'no_appointment_today' | 'not_today'>> => {
  const choices: string[] = []
  let tooEarly: Problem<'not_today'> | null = null
  for (const a of near) {
    const { checkInDaysBefore: days } = await rulesOf(tx, a.institutionId)
    if (a.day <= addDays(today, days)) choices.push(a.appointmentId)
    else tooEarly ??= notToday(a, days)
  }
  return choices.length ? { checkedIn: null, choices, early: true } : (tooEarly ?? problem('no_appointment_today'))
}

/**
 * Checks in the person whose card was verified, when exactly one appointment here today waits for it; else the desk
 * chooses: among several, or for somebody who came a day early. Who was checked in before is among the choices, so that
 * a second scan shows the queue number again.
 */
export const checkInPerson = async (
  tx: Tx,
  desk: Desk,
  personId: string,
  now: Date,
): Promise<Found | Problem<'no_appointment_today' | 'not_today' | 'conflict' | 'payment_due'>> => {
  const today = dayOf(now, desk.zone)
  const near = await tx.find(Appointment, {
    where: {
      personId,
      institutionId: In(desk.institutionIds),
      day: Between(today, addDays(today, furthestCheckInDays)),
      status: In(['pending', 'booked', 'arrived']),
    },
    order: { day: 'ASC', createdAt: 'ASC' },
  })
  const due = near.filter(a => a.day === today)
  if (!due.length) return early(tx, near, today)
  const [only, ...others] = due.filter(a => a.status !== 'arrived')
  if (!only || others.length) return { checkedIn: null, choices: due.map(a => a.appointmentId), early: false }
  const arrived = await arrive(tx, desk, only, now)
  if (typeof arrived === 'string') return { checkedIn: arrived, choices: [], early: false }
  return problem(arrived.code === 'payment_due' ? 'payment_due' : 'conflict')
}
