/** 报到: the next queue number of the session, given once, in the order people arrive. */
import type { Problem } from 'shared/kernel/errors'
import { problem } from 'shared/kernel/errors'
import { In } from 'typeorm'
import { dayOf } from '../../clock'
import type { Tx } from '../../db/transaction'
import { Appointment } from './appointment.entity'
import { type Desk, findAtDesk } from './desk'
import { changeAtDesk } from './desk-change'
import { AppointmentSession } from './session.entity'

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

const arrive = async (
  tx: Tx,
  desk: Desk,
  a: Appointment,
  now: Date,
): Promise<string | Problem<'appointment_state' | 'not_today'>> => {
  if (a.status !== 'pending' && a.status !== 'booked') return problem('appointment_state')
  if (a.day !== dayOf(now, desk.zone)) return problem('not_today')
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
): Promise<string | Problem<'not_found' | 'appointment_state' | 'not_today'>> => {
  const a = await findAtDesk(tx, desk, appointmentId)
  return a ? arrive(tx, desk, a, now) : problem('not_found')
}

/**
 * Checks in the person whose card was verified, when exactly one appointment here today waits for it; else the desk
 * chooses. Who was checked in before is among the choices, so that a second scan shows the queue number again.
 */
export const checkInPerson = async (
  tx: Tx,
  desk: Desk,
  personId: string,
  now: Date,
): Promise<{ checkedIn: string | null; choices: string[] } | Problem<'no_appointment_today' | 'conflict'>> => {
  const today = await tx.find(Appointment, {
    where: {
      personId,
      institutionId: In(desk.institutionIds),
      day: dayOf(now, desk.zone),
      status: In(['pending', 'booked', 'arrived']),
    },
    order: { createdAt: 'ASC' },
  })
  if (!today.length) return problem('no_appointment_today')
  const [only, ...others] = today.filter(a => a.status !== 'arrived')
  if (!only || others.length) return { checkedIn: null, choices: today.map(a => a.appointmentId) }
  const arrived = await arrive(tx, desk, only, now)
  return typeof arrived === 'string' ? { checkedIn: arrived, choices: [] } : problem('conflict')
}
