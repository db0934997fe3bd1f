/** Time, so that tests can push it; and the county's calendar. */
import { DateTime } from 'luxon'

export interface Clock {
  now(): Date
}
export const systemClock: Clock = { now: () => new Date() }

/** The county's calendar day (`YYYY-MM-DD`) at an instant. */
export const dayOf = (at: Date, zone: string): string => DateTime.fromJSDate(at, { zone }).toISODate()!
/** The county's clock time (`HH:mm`) at an instant. */
export const timeOf = (at: Date, zone: string): string => DateTime.fromJSDate(at, { zone }).toFormat('HH:mm')
/** The instant of a county day and clock time. */
export const instantOf = (day: string, time: string, zone: string): Date =>
  DateTime.fromISO(`${day}T${time}`, { zone }).toJSDate()
/** A county day some days later (or earlier). */
export const addDays = (day: string, days: number): string =>
  DateTime.fromISO(day, { zone: 'utc' }).plus({ days }).toISODate()!
