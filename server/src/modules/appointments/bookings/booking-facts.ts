/** What a person already has that a new booking must be held against, in one question. */
import { liveStatuses } from 'shared/appointments/state-machine'
import type { DataSource } from 'typeorm'
import { batched } from '../../../db/batch'
import { selectRows } from '../../../db/pool-query'
import type { Tx } from '../../../db/transaction'
import { departmentDayPrefix, liveKey, phoneMonthPrefix } from './limit-keys'
import { type SlotView, slotViews } from '../schedule/slot-view'

export interface Visit {
  appointmentId: string
  view: SlotView
}

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
  /** Live bookings of the person that run while the slot does. */
  overlapping: Visit[]
  /** The highest number among the person's visits of that day, also of those that ended; 0 without any. */
  lastVisit: number
  /** The block in force at this institution. */
  block: { count: number; endsOn: string } | null
}

interface Asked {
  live: string
  day: [string, string]
  phone: [string, string] | null
  block: string
  visit: { personId: string; day: string; startsAt: Date; endsAt: Date }
  today: string
}
interface Row {
  kind: 'live' | 'day' | 'phone' | 'block' | 'visit' | 'ended'
  a: string
  n: number
  startsAt: Date | null
  endsAt: Date | null
  slotId: string | null
}

/** A key's prefix ends in `:`; the character after it ends the range. */
const rangeOf = (prefix: string): [string, string] => [prefix, `${prefix.slice(0, -1)};`]

const within = (column: string, ranges: number): string =>
  Array.from({ length: ranges }, () => `(${column} > ? AND ${column} < ?)`).join(' OR ') || 'FALSE'

const runsDuring = ({ startsAt, endsAt }: Row, slot: Asked['visit']): boolean =>
  startsAt! < slot.endsAt && endsAt! > slot.startsAt

const visitKey = ({ personId, day }: Asked['visit']): string => `${personId}:${day}`

/** Asked together for everybody who books at the same moment. */
const findRows = batched(async (db, all: Asked[]): Promise<Row[][]> => {
  const phones = all.flatMap(a => (a.phone ? [a.phone] : []))
  const rows = await selectRows<Row & { b: string }>(
    db,
    `SELECT CASE WHEN a.status IN (?) THEN 'visit' ELSE 'ended' END AS kind, a.appointment_id AS a,
       COALESCE(a.visit_no, 0) AS n, CONCAT(a.person_id, ':', a.day) AS b, sl.starts_at AS startsAt,
       sl.ends_at AS endsAt, sl.slot_id AS slotId
     FROM appointment a JOIN appointment_slot sl ON sl.slot_id = a.slot_id
     WHERE (a.person_id, a.day) IN (?)
     UNION ALL SELECT 'live', live_key, 0, '', NULL, NULL, NULL FROM appointment WHERE live_key IN (?)
     UNION ALL SELECT 'day', department_day_key, 0, '', NULL, NULL, NULL FROM appointment
     WHERE ${within('department_day_key', all.length)}
     UNION ALL SELECT 'phone', phone_month_key, 0, '', NULL, NULL, NULL FROM appointment
     WHERE ${within('phone_month_key', phones.length)}
     UNION ALL SELECT 'block', live_key, no_shows, CAST(ends_on AS CHAR), NULL, NULL, NULL FROM no_show_block
     WHERE live_key IN (?)`,
    [
      ...[liveStatuses, all.map(a => [a.visit.personId, a.visit.day]), all.map(a => a.live)],
      ...[...all.flatMap(a => a.day), ...phones.flat(), all.map(a => a.block)],
    ],
  )
  const inside = (key: string, [from, to]: [string, string]): boolean => key > from && key < to
  return all.map(asked =>
    rows.flatMap(({ b, ...row }) => {
      if (row.kind === 'block') return row.a === asked.block && b >= asked.today ? [{ ...row, a: b }] : []
      if (row.kind === 'visit' || row.kind === 'ended') return b === visitKey(asked.visit) ? [row] : []
      if (row.kind === 'live') return row.a === asked.live ? [row] : []
      const range = row.kind === 'day' ? asked.day : asked.phone
      return range && inside(row.a, range) ? [row] : []
    }),
  )
})

/** Asked only where there are any: a rush has nobody to ask for. */
const visitsOf = async (db: DataSource | Tx, rows: Row[]): Promise<Visit[]> => {
  if (!rows.length) return []
  const views = await slotViews(
    db,
    rows.map(r => r.slotId!),
  )
  return rows.map(({ a, slotId }) => ({ appointmentId: a, view: views.get(slotId!)! }))
}

/** `today`: county day; the limit's month is the one in which the booking is made. */
export const bookingFacts = async (
  db: DataSource | Tx,
  { personId, limitOwner, today }: { personId: string; limitOwner: string | null; today: string },
  { session, startsAt, endsAt }: SlotView,
): Promise<BookingFacts> => {
  const dayPrefix = departmentDayPrefix(personId, session.departmentId, session.day)
  const phonePrefix = limitOwner ? phoneMonthPrefix(limitOwner, today) : null
  const live = liveKey(personId, session.sessionId)
  const visit = { personId, day: session.day, startsAt, endsAt }
  const rows = await findRows(db, {
    live,
    day: rangeOf(dayPrefix),
    phone: phonePrefix ? rangeOf(phonePrefix) : null,
    block: `${personId}:${session.institutionId}`,
    visit,
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
    overlapping: await visitsOf(
      db,
      rows.filter(r => r.kind === 'visit' && runsDuring(r, visit)),
    ),
    lastVisit: Math.max(0, ...rows.flatMap(r => (r.kind === 'visit' || r.kind === 'ended' ? [r.n] : []))),
    block: block ? { count: block.n, endsOn: block.a } : null,
  }
}
