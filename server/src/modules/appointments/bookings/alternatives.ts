/** The nearest free numbers to one that is gone: the same session first, then the department around that day. */
import { type Remaining, lastReleasedDay, remainingIn } from 'shared/appointments/booking-rules'
import type { Pool } from 'shared/appointments/model'
import type { DataSource } from 'typeorm'
import { addDays, dayOf, timeOf } from '../../../clock'
import {
  slotColumns,
  sessionColumns,
  sessionJoins,
  slotOffer,
  slotView,
  slotsOfSession,
  type SlotRow,
  type SlotView,
} from '../schedule/slot-view'

const wanted = 5
const daysAround = 3

const nearestTo = (view: SlotView, mayTake: readonly Pool[], now: Date) => (list: SlotView[]) => {
  const far = (other: SlotView): number => Math.abs(other.startsAt.getTime() - view.startsAt.getTime())
  return list
    .filter(s => s.open && s.startsAt > now && s.slotId !== view.slotId && remainingIn(s.remaining, mayTake) > 0)
    .sort((a, b) => far(a) - far(b))
}

const nearbyInDepartment = async (
  db: DataSource,
  { session, rules }: SlotView,
  mayTake: readonly Pool[],
  now: Date,
  zone: string,
): Promise<SlotView[]> => {
  const left = mayTake.map(pool => `sl.${pool satisfies keyof Remaining}_remaining`).join(' + ')
  const last = lastReleasedDay(rules, dayOf(now, zone), timeOf(now, zone))
  const until = addDays(session.day, daysAround)
  const rows = (await db.query(
    `SELECT ${slotColumns}, ${sessionColumns} FROM appointment_session se
     JOIN appointment_slot sl ON sl.session_id = se.session_id ${sessionJoins}
     WHERE se.department_id = ? AND se.day BETWEEN ? AND ? AND se.state = 'open' AND sl.state = 'open'
       AND sl.starts_at > ? AND ${left} > 0
     ORDER BY ABS(DATEDIFF(se.day, ?)), sl.starts_at LIMIT 30`,
    [session.departmentId, addDays(session.day, -daysAround), until < last ? until : last, now, session.day],
  )) as SlotRow[]
  return rows.map(slotView)
}

interface Asked {
  view: SlotView
  mayTake: readonly Pool[]
  now: Date
  zone: string
}

const findNearest = async (db: DataSource, { view, mayTake, now, zone }: Asked) => {
  const nearest = nearestTo(view, mayTake, now)
  const same = nearest(await slotsOfSession(db, view.session.sessionId))
  const others = same.length < wanted ? nearest(await nearbyInDepartment(db, view, mayTake, now, zone)) : []
  const list = [...same, ...others.filter(o => !same.some(s => s.slotId === o.slotId))].slice(0, wanted)
  return list.map(s => slotOffer(s, remainingIn(s.remaining, mayTake), zone))
}
type Nearest = Awaited<ReturnType<typeof findNearest>>

const freshMs = 500
const answers = new WeakMap<DataSource, Map<string, { at: number; nearest: Promise<Nearest> }>>()

/**
 * At most 5, nearest in time first. At the release hour hundreds ask about the same full slot at the same moment: they
 * share one answer, half a second old at most. It is advice; whether a number is free is found out by taking it.
 */
export const nearestFree = (db: DataSource, asked: Asked): Promise<Nearest> => {
  const known = answers.get(db) ?? new Map<string, { at: number; nearest: Promise<Nearest> }>()
  answers.set(db, known)
  const about = `${asked.view.slotId} ${asked.mayTake.join()}`
  const at = asked.now.getTime()
  const earlier = known.get(about)
  if (earlier && Math.abs(at - earlier.at) < freshMs) return earlier.nearest
  const nearest = findNearest(db, asked)
  if (known.size > 1000) known.clear()
  known.set(about, { at, nearest })
  nearest.catch(() => known.delete(about))
  return nearest
}
