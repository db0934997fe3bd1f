import type { z } from 'zod/mini'
import type { deskContract, DeskAppointment } from 'shared/appointments/desk-contract'

export type Booking = z.infer<typeof DeskAppointment>
export type DeskList = z.infer<(typeof deskContract)['deskAppointments']['reply']>
export type DeskSession = z.infer<(typeof deskContract)['deskSessions']['reply']>['sessions'][number]
