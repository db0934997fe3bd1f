/** Messages about bookings, in the transaction of what happened. */
import type { Tx } from '../../db/transaction'
import { type Tell, tell } from '../notifications'
import type { Appointment } from './appointment.entity'
import { type SlotView, slotViews } from './schedule/slot-view'

export const visitFacts = ({ session, startsAt }: SlotView): Tell['facts'] => ({
  institution: session.institutionName,
  department: session.departmentName,
  doctor: session.doctorName,
  time: startsAt.toISOString(),
  ...(session.place && { place: session.place }),
})

export interface Word {
  kind: 'appointment_confirmed' | 'appointment_refused' | 'appointment_stopped'
  /** Why, or what happens now, in words for the person. */
  reason?: string
  /** How it stands, at most 5 characters, where the kind's own words do not fit. */
  state?: string
  at: Date
}

/** @param bookings as they are now: each change of a booking is told once. A stop does not wait for the morning. */
export const tellOfBookings = async (
  tx: Tx,
  bookings: readonly Appointment[],
  { kind, reason, state, at }: Word,
): Promise<void> => {
  if (!bookings.length) return
  const views = await slotViews(
    tx,
    bookings.map(a => a.slotId),
  )
  await tell(
    tx,
    bookings.map(({ appointmentId, personId, slotId, version }): Tell => {
      const view = views.get(slotId)!
      return {
        kind,
        key: `appointment:${appointmentId}:${version}`,
        personId,
        facts: { ...visitFacts(view), ...(reason && { reason }), ...(state && { state }) },
        link: `packages/resident/appointments/detail?appointmentId=${appointmentId}`,
        at,
        urgent: kind === 'appointment_stopped',
        ...(kind === 'appointment_confirmed' && { uselessAfter: view.startsAt }),
      }
    }),
  )
}
