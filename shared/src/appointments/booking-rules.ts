/**
 * The rules of taking and giving back a number, pure, so that the phone shows what the server decides. Days and times
 * are the county's (`YYYY-MM-DD`, `HH:mm`): who calls turns instants into them.
 */
import type { Pool } from './model'
import type { AppointmentRules } from './rules-contract'

const dayMs = 86_400_000

/** A county day some days later or earlier. */
export const dayPlus = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10)

/**
 * The last day whose numbers are open now: the horizon moves on by one day at the release hour, in the daytime
 * (改善医疗服务行动).
 */
export const lastReleasedDay = (rules: AppointmentRules, today: string, time: string): string =>
  dayPlus(today, time >= rules.releaseAt ? rules.horizonDays : rules.horizonDays - 1)

/** The day on which a day's numbers open, at `rules.releaseAt`. */
export const releaseDayOf = (rules: AppointmentRules, day: string): string => dayPlus(day, -rules.horizonDays)

/** Whether unused reserved numbers of a day belong to everybody by now (per institution: 浙江 2018, 北京). */
export const reservedReturned = (rules: AppointmentRules, day: string, today: string, time: string): boolean => {
  const returns = dayPlus(day, -rules.reservedReturnDaysBefore)
  return today > returns || (today === returns && time >= rules.reservedReturnAt)
}

/** Minutes before the slot until which a cancel is free: 30 for ordinary, half a day for expert numbers by default. */
export const cancelMinutesBefore = (rules: AppointmentRules, grade: 'ordinary' | 'expert'): number =>
  grade === 'expert' ? rules.cancelMinutesBeforeExpert : rules.cancelMinutesBeforeOrdinary

/** Until when a cancel is free. */
export const cancelUntil = (rules: AppointmentRules, grade: 'ordinary' | 'expert', slotStartsAt: Date): Date =>
  new Date(slotStartsAt.getTime() - cancelMinutesBefore(rules, grade) * 60_000)

/** The last day of the free follow-up number: `followUpDays` calendar days, the visit's included (一次挂号管三天). */
export const followUpUntil = (rules: AppointmentRules, visitDay: string): string =>
  dayPlus(visitDay, rules.followUpDays - 1)

export type Remaining = Record<Pool, number>

/** Numbers that may be taken out of these pools. */
export const remainingIn = (remaining: Remaining, mayTake: readonly Pool[]): number =>
  mayTake.reduce((sum, pool) => sum + remaining[pool], 0)

/** The pool to take from: the first allowed one that has a number left; null when none has. */
export const poolToTake = (remaining: Remaining, mayTake: readonly Pool[]): Pool | null =>
  mayTake.find(pool => remaining[pool] > 0) ?? null
