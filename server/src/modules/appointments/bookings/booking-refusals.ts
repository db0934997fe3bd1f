/** Why a number cannot be taken: every rule with its answer, in the order a person should hear them. */
import { type Remaining, lastReleasedDay, poolToTake, releaseDayOf } from 'shared/appointments/booking-rules'
import type { Pool } from 'shared/appointments/model'
import type { AppointmentRules } from 'shared/appointments/rules-contract'
import { type Problem, problem } from 'shared/kernel/errors'
import { DateTime } from 'luxon'
import { dayOf, timeOf } from '../../../clock'
import type { BookingFacts } from './booking-facts'
import type { SlotView } from '../schedule/slot-view'

/** 「11月22日 08:00」. */
export const dayAndTime = (at: Date, zone: string): string => DateTime.fromJSDate(at, { zone }).toFormat('M月d日 HH:mm')

/** What the time and the slot itself refuse, whoever asks. */
export const slotRefusal = (
  { open, startsAt, session, rules }: SlotView,
  now: Date,
  zone: string,
): Problem<'session_stopped' | 'slot_past' | 'slot_not_released'> | null => {
  if (!open) return problem('session_stopped')
  if (startsAt <= now) return problem('slot_past')
  if (session.day > lastReleasedDay(rules, dayOf(now, zone), timeOf(now, zone))) {
    const [, month, day] = releaseDayOf(rules, session.day).split('-').map(Number)
    return problem('slot_not_released', { releaseAt: `${month}月${day}日 ${rules.releaseAt}` })
  }
  return null
}

/** One cannot be in two places: when and where the other one is. */
const overlapRefusal = ({ overlapping: [other] }: BookingFacts, zone: string): Problem<'overlaps_booking'> | null => {
  if (!other) return null
  const { startsAt, endsAt, session } = other.view
  return problem('overlaps_booking', {
    at: `${dayAndTime(startsAt, zone)}–${timeOf(endsAt, zone)}`,
    place: `${session.institutionName} ${session.departmentName}`,
    appointmentId: other.appointmentId,
  })
}

export type PersonRefusal =
  'blocked_no_show' | 'already_booked_in_session' | 'limit_department_day' | 'limit_phone_month' | 'overlaps_booking'

/** What the person's own record refuses; the limits are held again by unique keys when the booking is written. `limits`: false for a free follow-up. */
export const personRefusal = (
  facts: BookingFacts,
  rules: AppointmentRules,
  { limits, zone }: { limits: boolean; zone: string },
): Problem<PersonRefusal> | null => {
  if (facts.block) return problem('blocked_no_show', { ...facts.block })
  if (facts.inSession) return problem('already_booked_in_session')
  if (limits && facts.departmentDayKeys.length >= rules.perDepartmentPerDay)
    return problem('limit_department_day', { limit: rules.perDepartmentPerDay })
  if (limits && facts.phoneMonthKeys.length >= rules.perPhonePerMonth)
    return problem('limit_phone_month', { limit: rules.perPhonePerMonth })
  // Last: another time helps against it, and against the limits it does not.
  return overlapRefusal(facts, zone)
}

/** The pool to take from, or why none: numbers left for others are told apart from none left at all. */
export const poolOrRefusal = (
  remaining: Remaining,
  mayTake: readonly Pool[],
): Pool | Problem<'pool_not_allowed' | 'slot_full'> => {
  const pool = poolToTake(remaining, mayTake)
  if (pool) return pool
  return problem(Object.values(remaining).some(n => n > 0) ? 'pool_not_allowed' : 'slot_full')
}
