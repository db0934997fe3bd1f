/** The rows of bookings, and which of their unique keys somebody else holds already. */
import { insertRows } from '../../../db/insert-rows'
import type { Tx } from '../../../db/transaction'
import type { Appointment } from '../appointment.entity'

/** What is left out begins as null. */
const rowOf = (a: Appointment) => ({
  appointment_id: a.appointmentId,
  person_id: a.personId,
  account_id: a.accountId,
  slot_id: a.slotId,
  session_id: a.sessionId,
  institution_id: a.institutionId,
  department_id: a.departmentId,
  doctor_id: a.doctorId,
  day: a.day,
  visit_no: a.visitNo,
  pool: a.pool,
  status: a.status,
  version: a.version,
  live_key: a.liveKey,
  department_day_key: a.departmentDayKey,
  phone_month_key: a.phoneMonthKey,
  follow_up_key: a.followUpKey,
  follow_up_of: a.followUpOf,
  fee: a.fee,
  payment_state: a.paymentState,
  created_at: a.createdAt,
  last_change_at: a.lastChangeAt,
  last_change_by: a.lastChangeBy,
  last_change_by_name: a.lastChangeByName,
})
export const insertBookings = (tx: Tx, bookings: readonly Appointment[]): Promise<void> =>
  insertRows(tx, 'appointment', bookings.map(rowOf))

/** Another visit of that day was booked, or moved, since the person's visits were looked at. */
export const hitVisit = (error: unknown): boolean => (error as Error).message.includes('uq_appointment_visit')

/** Which limit's key a duplicate hit, as both engines name it in their message. */
export const hitBy = (error: unknown): 'live' | 'day' | 'phone' | 'follow_up' | 'visit' => {
  const { message } = error as Error
  if (hitVisit(error)) return 'visit'
  if (message.includes('uq_appointment_department_day')) return 'day'
  if (message.includes('uq_appointment_phone_month')) return 'phone'
  return message.includes('uq_appointment_follow_up') ? 'follow_up' : 'live'
}
