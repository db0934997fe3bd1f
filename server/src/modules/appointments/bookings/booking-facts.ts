/** What a person already has that a new booking must be held against, in one question. */
import type { DataSource } from 'typeorm'
import { batched } from '../../../db/batch'
import { selectRows } from '../../../db/pool-query'
import type { Tx } from '../../../db/transaction'
import { departmentDayPrefix, liveKey, phoneMonthPrefix } from './limit-keys'
import type { SlotView } from '../schedule/slot-view'

export interface BookingFacts {
  /** The key of the person and this session, and whether a booking holds it. */
  liveKey: string
  inSession: boolean
  departmentDayPrefix: string
  /** Used keys of the person's limit for this department and day. */
  departmentDayKeys: string[]
  /** null: the monthly limit does not count here. */
  phoneMonthPrefix: string | null
  phoneMonthKeys: string[]
  /** The block in force at this institution. */
  block: { count: number; endsOn: string } | null
}

interface Asked {
  live: string
  day: [string, string]
  phone: [string, string] | null
  block: string
  today: string
}
interface Row {
  kind: 'live' | 'day' | 'phone' | 'block'
  a: string
  n: number
}

/** A key's prefix ends in `:`; the character after it ends the range. */
const rangeOf = (prefix: string): [string, string] => [prefix, `${prefix.slice(0, -1)};`]

const within = (column: string, ranges: number): string =>
  Array.from({ length: ranges }, () => `(${column} > ? AND ${column} < ?)`).join(' OR ') || 'FALSE'

/** Asked together for everybody who books at the same moment. */
const findRows = batched(async (db, all: Asked[]): Promise<Row[][]> => {
  const phones = all.flatMap(a => (a.phone ? [a.phone] : []))
  const rows = await selectRows<Row & { ends: string }>(
    db,
    `SELECT 'live' AS kind, live_key AS a, 0 AS n, '' AS ends FROM appointment WHERE live_key IN (?)
     UNION ALL SELECT 'day', department_day_key, 0, '' FROM appointment WHERE ${within('department_day_key', all.length)}
     UNION ALL SELECT 'phone', phone_month_key, 0, '' FROM appointment WHERE ${within('phone_month_key', phones.length)}
     UNION ALL SELECT 'block', live_key, no_shows, CAST(ends_on AS CHAR) FROM no_show_block WHERE live_key IN (?)`,
    [all.map(a => a.live), ...all.flatMap(a => a.day), ...phones.flat(), all.map(a => a.block)],
  )
  const inside = (key: string, [from, to]: [string, string]): boolean => key > from && key < to
  return all.map(asked =>
    rows.flatMap(({ ends, ...row }) => {
      if (row.kind === 'block') return row.a === asked.block && ends >= asked.today ? [{ ...row, a: ends }] : []
      if (row.kind === 'live') return row.a === asked.live ? [row] : []
      const range = row.kind === 'day' ? asked.day : asked.phone
      return range && inside(row.a, range) ? [row] : []
    }),
  )
})

/** `today`: county day; the limit's month is the one in which the booking is made. */
export const bookingFacts = async (
  db: DataSource | Tx,
  { personId, limitOwner, today }: { personId: string; limitOwner: string | null; today: string },
  { session }: SlotView,
): Promise<BookingFacts> => {
  const dayPrefix = departmentDayPrefix(personId, session.departmentId, session.day)
  const phonePrefix = limitOwner ? phoneMonthPrefix(limitOwner, today) : null
  const live = liveKey(personId, session.sessionId)
  const rows = await findRows(db, {
    live,
    day: rangeOf(dayPrefix),
    phone: phonePrefix ? rangeOf(phonePrefix) : null,
    block: `${personId}:${session.institutionId}`,
    today,
  })
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
