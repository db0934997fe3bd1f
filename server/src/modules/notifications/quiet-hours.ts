/** When the phone may ring: what can wait is not sent at night. */
import { addDays, dayOf, instantOf, timeOf } from '../../clock'
import type { Config } from '../../config'

type Hours = Pick<Config, 'NOTIFY_QUIET_FROM' | 'NOTIFY_QUIET_TO' | 'TIME_ZONE'>

/** The end of the quiet hours that `now` lies in, or null. */
export const quietUntil = (
  now: Date,
  { NOTIFY_QUIET_FROM: from, NOTIFY_QUIET_TO: to, TIME_ZONE }: Hours,
): Date | null => {
  const time = timeOf(now, TIME_ZONE)
  const today = dayOf(now, TIME_ZONE)
  const isQuiet = from <= to ? time >= from && time < to : time >= from || time < to
  if (!isQuiet) return null
  return instantOf(from <= to || time < to ? today : addDays(today, 1), to, TIME_ZONE)
}

/** When it may be sent: now, or in the morning if it is then still worth sending. */
export const mayGoAt = (
  { urgent, uselessAfter }: { urgent: boolean; uselessAfter: Date | null },
  now: Date,
  hours: Hours,
): Date => {
  const morning = urgent ? null : quietUntil(now, hours)
  return morning && (uselessAfter === null || morning < uselessAfter) ? morning : now
}
