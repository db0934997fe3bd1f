/** Schedule and Slot → sessions and their segments. What lacks a doctor, a department or a time cannot be booked and is left out. */
import type { Schedule, Slot } from '@medplum/fhirtypes'
import { extensionUrls } from 'shared/kernel/fhir-systems'
import type { IncomingSession, IncomingSlot } from '../../modules/appointments'
import { cutOrNull, extensionOf, idOf, lastUpdatedOf } from './elements'

const actorOf = (schedule: Schedule, type: string): string | null =>
  schedule.actor.map(a => idOf(a, type)).find(id => id !== null) ?? null

/** A fee that is not told is not a free one. */
const feeOf = (schedule: Schedule): number | null => {
  const told = extensionOf(schedule, extensionUrls.fee)?.valueInteger
  return told === undefined ? null : Math.max(0, told)
}

export const sessionFrom = (schedule: Schedule): IncomingSession | undefined => {
  const { start, end } = schedule.planningHorizon ?? {}
  const doctorId = actorOf(schedule, 'Practitioner')
  const departmentId =
    idOf(extensionOf(schedule, extensionUrls.department)?.valueReference, 'HealthcareService') ??
    actorOf(schedule, 'HealthcareService')
  if (!start || !end || !doctorId || !departmentId) return undefined
  return {
    sessionId: schedule.id!,
    departmentId,
    doctorId,
    grade: extensionOf(schedule, extensionUrls.grade)?.valueCode === 'expert' ? 'expert' : 'ordinary',
    startsAt: new Date(start),
    endsAt: new Date(end),
    place: cutOrNull(extensionOf(schedule, extensionUrls.place)?.valueString, 255),
    fee: feeOf(schedule),
    stopped: schedule.active === false,
    stopReason: cutOrNull(extensionOf(schedule, extensionUrls.stopReason)?.valueString, 255),
    updatedAt: lastUpdatedOf(schedule),
  }
}

/** A plain FHIR Slot, without our extensions, is one number. */
const poolsOf = (slot: Slot): IncomingSlot['pools'] => {
  const shares = extensionOf(slot, extensionUrls.pools)?.extension
  const share = (pool: string) => Math.max(0, shares?.find(s => s.url === pool)?.valueInteger ?? 0)
  if (shares) return { public: share('public'), contracted: share('contracted'), referral: share('referral') }
  const capacity = extensionOf(slot, extensionUrls.capacity)?.valueInteger ?? (slot.status === 'free' ? 1 : 0)
  return { public: Math.max(0, capacity), contracted: 0, referral: 0 }
}

export const slotFrom = (slot: Slot): IncomingSlot | undefined => {
  const sessionId = idOf(slot.schedule, 'Schedule')
  if (!sessionId || !slot.start || !slot.end) return undefined
  return {
    slotId: slot.id!,
    sessionId,
    startsAt: new Date(slot.start),
    endsAt: new Date(slot.end),
    pools: poolsOf(slot),
    stopped: slot.status === 'busy-unavailable' || slot.status === 'entered-in-error',
    updatedAt: lastUpdatedOf(slot),
  }
}
