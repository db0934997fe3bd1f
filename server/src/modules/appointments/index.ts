/** The only door of this module. */
import type { Context } from '../../context'
import type { Routes } from '../../http/call'
import type { ConsultationOf } from './neighbours'
import { deskRoutes } from './desk/desk-routes'
import { residentRoutes } from './routes'
import { rulesRoutes } from './rules/rules-routes'

export { Appointment } from './appointment.entity'
export { type PlatformDecision, applyPlatformDecisions } from './schedule/apply-decisions'
export { applySchedules } from './schedule/apply-schedules'
export { appointmentMapping, decisionFrom, waitlistMapping } from './fhir'
export type { IncomingSession, IncomingSlot, ScheduleChanges } from './schedule/incoming'
export { type ForPatient, type PatientRefusal, bookForPatient } from './bookings/book-for-patient'
export { bookingData } from './bookings/booking-data'
export { bookingOrders } from './fees/booking-orders'
export { type OrdinaryFee, ordinaryFeesAt } from './fees/ordinary-fee'
export { slotsForPatient } from './schedule/slots-for-patient'
export { appointmentJobs } from './jobs'
export type { ConsultationOf } from './neighbours'

/** Residents, the clinic desk, the administrator's rules. */
export const appointmentRoutes = (context: Context, consultationOf: ConsultationOf): Routes[] => [
  residentRoutes(context, consultationOf),
  deskRoutes(context),
  rulesRoutes(context),
]
