/**
 * Which change of an appointment is allowed to whom, from which state: the whole table, in FHIR's words. The server
 * changes a state only through it, the phone shows only the acts it allows.
 */
import type { AppointmentStatus } from './model'

/** `LastChange.by`: who may act on an appointment. */
export type Actor = 'self' | 'proxy' | 'doctor' | 'clinic' | 'county_platform' | 'system'

interface Change {
  readonly from: readonly AppointmentStatus[]
  readonly to: AppointmentStatus
  readonly by: readonly Actor[]
}

const clinicOrPlatform = ['clinic', 'county_platform'] as const

export const appointmentChanges = {
  confirm: { from: ['pending'], to: 'booked', by: clinicOrPlatform },
  refuse: { from: ['pending', 'booked'], to: 'cancelled', by: clinicOrPlatform },
  /** By the resident's side; moving to another time gives the old number back by the same change. */
  cancel: { from: ['pending', 'booked'], to: 'cancelled', by: ['self', 'proxy', 'doctor'] },
  /** 停诊: takes those who already sit in the waiting room too. */
  stop: { from: ['pending', 'booked', 'arrived'], to: 'cancelled', by: clinicOrPlatform },
  /** Also from `pending`: a clinic that checks somebody in has thereby confirmed. */
  checkIn: { from: ['pending', 'booked'], to: 'arrived', by: clinicOrPlatform },
  /** The session is over and nobody answered: closed without blame. */
  lapse: { from: ['pending'], to: 'cancelled', by: ['system'] },
  /** Called into the room; still `arrived` until the visit took place. */
  call: { from: ['arrived'], to: 'arrived', by: ['clinic'] },
  fulfil: { from: ['arrived'], to: 'fulfilled', by: clinicOrPlatform },
  /** Only a confirmed number counts as 爽约: nobody is blamed for one that the clinic left unanswered. */
  markNoShow: { from: ['booked'], to: 'noshow', by: [...clinicOrPlatform, 'system'] },
} as const satisfies Record<string, Change>

export type AppointmentChange = keyof typeof appointmentChanges

/** States that hold a number of the slot. */
export const liveStatuses = ['pending', 'booked', 'arrived'] as const satisfies readonly AppointmentStatus[]

export const isLive = (status: AppointmentStatus): boolean => (liveStatuses as readonly string[]).includes(status)

export const mayChange = (change: AppointmentChange, status: AppointmentStatus, by: Actor): boolean => {
  const { from, by: actors }: Change = appointmentChanges[change]
  return from.includes(status) && actors.includes(by)
}

/**
 * What the desk may take back within the minute. A refusal only while its number is still free, since somebody else may
 * have it by then; a stop never, since residents were told and offered other doctors.
 */
export const undoableChanges = ['confirm', 'refuse', 'checkIn', 'call', 'fulfil', 'markNoShow'] as const
export type UndoableChange = (typeof undoableChanges)[number]
