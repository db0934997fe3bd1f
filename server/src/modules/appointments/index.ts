/** The only door of this module. */
import type { Context } from '../../context'
import type { Routes } from '../../http/call'
import { deskRoutes } from './desk-routes'
import { residentRoutes } from './routes'
import { rulesRoutes } from './rules-routes'

export { Appointment } from './appointment.entity'
export { applySchedules } from './apply-schedules'
export type { IncomingSession, IncomingSlot, ScheduleChanges } from './incoming'
export { appointmentJobs } from './jobs'

/** Residents, the clinic desk, the administrator's rules. */
export const appointmentRoutes = (context: Context): Routes[] => [
  residentRoutes(context),
  deskRoutes(context),
  rulesRoutes(context),
]
