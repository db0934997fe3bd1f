/** The days of WeChat Pay's bills. They run from midnight to midnight in Beijing, whatever the county's zone is. */
import { addDays, dayOf, instantOf } from '../../../clock'
import type { Config } from '../../../config'

export const billZone = 'Asia/Shanghai'
/** Days that the administrator is shown and the job goes back to. */
export const keptDays = 31

export const billDayOf = (at: Date): string => dayOf(at, billZone)

/** `[from, to)`. */
export const instantsOf = (day: string): { from: Date; to: Date } => ({
  from: instantOf(day, '00:00', billZone),
  to: instantOf(addDays(day, 1), '00:00', billZone),
})

type Times = Pick<Config, 'BILLS_AT' | 'BILLS_MISSING_HOURS'>

/** Before this the day's bills cannot be there. */
export const billsReadyAt = (day: string, { BILLS_AT }: Times): Date => instantOf(addDays(day, 1), BILLS_AT, billZone)

/** From then on bills that are not there are missing. */
export const billsMissingAt = (day: string, times: Times): Date =>
  new Date(billsReadyAt(day, times).getTime() + times.BILLS_MISSING_HOURS * 3_600_000)
