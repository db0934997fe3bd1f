import { randomBytes, randomInt } from 'node:crypto'
import { DateTime } from 'luxon'

const digits = (count: number) => Array.from({ length: count }, () => randomInt(10)).join('')
const beijing = (at: number) => DateTime.fromMillis(at, { zone: 'Asia/Shanghai' })

/** RFC 3339 with Beijing's offset and whole seconds, as WeChat writes instants. */
export const rfc3339 = (at: number) => beijing(at).toFormat("yyyy-MM-dd'T'HH:mm:ssZZ")
/** The day in Beijing, YYYY-MM-DD. */
export const dayOf = (at: number) => beijing(at).toFormat('yyyy-MM-dd')
/** As bills write instants. */
export const billTime = (at: number) => beijing(at).toFormat('yyyy-MM-dd HH:mm:ss')
/** When a day's bill is there: ten o'clock the next morning. */
export const billReadyAt = (day: string) =>
  DateTime.fromISO(day, { zone: 'Asia/Shanghai' }).plus({ days: 1 }).set({ hour: 10 }).toMillis()

export const newPrepayId = (at: number) =>
  `wx${beijing(at).toFormat('ddHHmmssSSS')}${randomBytes(12).toString('hex')}`.slice(0, 36)
export const newTransactionId = (at: number) => `42000${digits(5)}${beijing(at).toFormat('yyyyMMdd')}${digits(10)}`
export const newRefundId = (at: number) => `50300${digits(5)}${beijing(at).toFormat('yyyyMMdd')}${digits(11)}`
export const newCallbackId = (at: number) => `EV-${beijing(at).toFormat('yyyyMMdd')}${randomBytes(10).toString('hex')}`

/** Fen as yuan with two places: -5 → "-0.05". */
export function yuan(fen: number): string {
  const digits = String(Math.abs(fen)).padStart(3, '0')
  return `${fen < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}
