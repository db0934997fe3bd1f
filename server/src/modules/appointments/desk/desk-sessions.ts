/** One day's sessions of the desk's institutions with their numbers. */
import type { DataSource } from 'typeorm'
import type { Desk } from './desk'
import { type SessionRow, type SessionView, sessionColumns, sessionJoins, sessionView } from '../schedule/slot-view'

export type DeskSession = SessionView & {
  capacity: number
  /** Without those that wait for their fee: there is nothing to confirm yet. */
  pending: number
  booked: number
  arrived: number
  /** Fulfilled. */
  done: number
  /** The queue number called last. */
  called: number | null
}
/** What the database answers for counts: numbers, or text where a sum may pass 2^53. */
type Sum = string | number | null
interface Numbers {
  session_id: string
  pending: Sum
  booked: Sum
  arrived: Sum
  done: Sum
  called: Sum
}

const numbersOf = async (db: DataSource, sessionIds: string[]): Promise<Map<string, Numbers>> => {
  const rows = (await db.query(
    `SELECT session_id, SUM(status = 'pending' AND COALESCE(payment_state, '') <> 'due') AS pending, SUM(status = 'booked') AS booked,
       SUM(status = 'arrived') AS arrived, SUM(status = 'fulfilled') AS done,
       MAX(CASE WHEN called_at IS NOT NULL THEN queue_number END) AS called
     FROM appointment WHERE session_id IN (?) GROUP BY session_id`,
    [sessionIds],
  )) as Numbers[]
  return new Map(rows.map(row => [row.session_id, row]))
}

const withNumbers = (row: SessionRow & { capacity: Sum }, n: Numbers | undefined): DeskSession => ({
  ...sessionView(row),
  capacity: Number(row.capacity ?? 0),
  pending: Number(n?.pending ?? 0),
  booked: Number(n?.booked ?? 0),
  arrived: Number(n?.arrived ?? 0),
  done: Number(n?.done ?? 0),
  called: n?.called == null ? null : Number(n.called),
})

/** In order of time, then of doctor. `day`: `YYYY-MM-DD`. */
export const sessionsAtDesk = async (db: DataSource, desk: Desk, day: string): Promise<DeskSession[]> => {
  const rows = (await db.query(
    `SELECT ${sessionColumns},
       (SELECT SUM(sl.capacity) FROM appointment_slot sl WHERE sl.session_id = se.session_id) AS capacity
     FROM appointment_session se ${sessionJoins}
     WHERE se.day = ? AND de.institution_id IN (?) ORDER BY se.starts_at, de.name, doc.name, se.session_id`,
    [day, desk.institutionIds],
  )) as (SessionRow & { capacity: Sum })[]
  if (!rows.length) return []
  const numbers = await numbersOf(
    db,
    rows.map(r => r.session_id),
  )
  return rows.map(row => withNumbers(row, numbers.get(row.session_id)))
}
