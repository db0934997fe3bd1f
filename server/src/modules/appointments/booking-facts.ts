/** What a person already has that a new booking must be held against, in one question. */
import type { DataSource } from 'typeorm'
import type { Tx } from '../../db/transaction'
import { departmentDayPrefix, liveKey, phoneMonthPrefix } from './limit-keys'
import type { SlotView } from './slot-view'

export interface BookingFacts {
  /** The key of the person and this session, and whether a booking holds it. */
  liveKey: string
  inSession: boolean
  departmentDayPrefix: string
  /** Used keys of the person's limit for this department and day. */
  departmentDayKeys: string[]
  /** null: no phone number counts here. */
  phoneMonthPrefix: string | null
  phoneMonthKeys: string[]
  /** The block in force at this institution. */
  block: { count: number; endsOn: string } | null
}

interface Row {
  kind: 'live' | 'day' | 'phone' | 'block'
  a: string
  n: number
}

/** A key's prefix ends in `:`; the character after it ends the range. */
const rangeOf = (prefix: string): [string, string] => [prefix, `${prefix.slice(0, -1)};`]

/** `today`: county day; the phone's month is the one in which the booking is made. */
export const bookingFacts = async (
  db: DataSource | Tx,
  { personId, phoneIndex, today }: { personId: string; phoneIndex: string | null; today: string },
  { session }: SlotView,
): Promise<BookingFacts> => {
  const dayPrefix = departmentDayPrefix(personId, session.departmentId, session.day)
  const phonePrefix = phoneIndex ? phoneMonthPrefix(phoneIndex, today) : null
  const live = liveKey(personId, session.sessionId)
  const rows = (await db.query(
    `SELECT 'live' AS kind, live_key AS a, 0 AS n FROM appointment WHERE live_key = ?
     UNION ALL SELECT 'day', department_day_key, 0 FROM appointment WHERE department_day_key > ? AND department_day_key < ?
     UNION ALL SELECT 'phone', phone_month_key, 0 FROM appointment WHERE phone_month_key > ? AND phone_month_key < ?
     UNION ALL SELECT 'block', CAST(ends_on AS CHAR), no_shows FROM no_show_block WHERE live_key = ? AND ends_on >= ?`,
    [
      live,
      ...rangeOf(dayPrefix),
      ...(phonePrefix ? rangeOf(phonePrefix) : ['', '']),
      `${personId}:${session.institutionId}`,
      today,
    ],
  )) as Row[]
  const keys = (kind: Row['kind']) => rows.filter(r => r.kind === kind).map(r => r.a)
  const block = rows.find(r => r.kind === 'block')
  return {
    liveKey: live,
    inSession: rows.some(r => r.kind === 'live'),
    departmentDayPrefix: dayPrefix,
    departmentDayKeys: keys('day'),
    phoneMonthPrefix: phonePrefix,
    phoneMonthKeys: keys('phone'),
    block: block ? { count: block.n, endsOn: block.a } : null,
  }
}
