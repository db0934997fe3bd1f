/** Time, so that tests can push it; and the county's calendar. */
import { DateTime } from 'luxon'

export interface Clock {
  now(): Date
}
export const systemClock: Clock = { now: () => new Date() }

const quarterMs = 15 * 60_000
const offsets = new Map<string, number>()

/** Zones change their offset on a quarter of an hour, so one look-up a quarter is enough: each costs 20 µs. */
const offsetMs = (at: Date, zone: string): number => {
  const quarter = `${Math.floor(at.getTime() / quarterMs)} ${zone}`
  const known = offsets.get(quarter)
  if (known !== undefined) return known
  const offset = DateTime.fromJSDate(at, { zone }).offset * 60_000
  if (offsets.size > 1000) offsets.clear()
  offsets.set(quarter, offset)
  return offset
}
/** The county's date and time as if they were UTC. */
const local = (at: Date, zone: string): string => new Date(at.getTime() + offsetMs(at, zone)).toISOString()

/** The county's calendar day (`YYYY-MM-DD`) at an instant. */
export const dayOf = (at: Date, zone: string): string => local(at, zone).slice(0, 10)
/** The county's clock time (`HH:mm`) at an instant. */
export const timeOf = (at: Date, zone: string): string => local(at, zone).slice(11, 16)
/** The instant of a county day and clock time. */
export const instantOf = (day: string, time: string, zone: string): Date =>
  DateTime.fromISO(`${day}T${time}`, { zone }).toJSDate()
/** A county day some days later (or earlier). */
export const addDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
