import type { Booking, DeskSession } from './types'

export type StatusChoice = Booking['status'] | 'all'
export interface Filter {
  sessionId: string | null
  status: StatusChoice
}

/** Rows of a filter; one that left it by this desk's own act stays while the act can be taken back. */
export const matching = (
  rows: readonly Booking[],
  { sessionId, status }: Filter,
  found: ReadonlySet<string> | null,
): Booking[] =>
  rows.filter(
    row =>
      (!sessionId || row.sessionId === sessionId) &&
      (!found || found.has(row.appointmentId)) &&
      (status === 'all' || row.status === status || row.undoUntil !== null),
  )

/** How many rows each state has, whatever state is being looked at. */
export const countByStatus = (rows: readonly Booking[]): Record<StatusChoice, number> => {
  const counts = { all: rows.length, pending: 0, booked: 0, arrived: 0, fulfilled: 0, noshow: 0, cancelled: 0 }
  rows.forEach(({ status }) => counts[status]++)
  return counts
}

export interface Group {
  session: DeskSession
  rows: Booking[]
}
/** Rows under their sessions, in the sessions' order; sessions without a row are left out unless chosen. */
export const grouped = (sessions: readonly DeskSession[], rows: readonly Booking[], chosen: string | null): Group[] =>
  sessions
    .filter(({ sessionId }) => !chosen || sessionId === chosen)
    .map(session => ({ session, rows: rows.filter(({ sessionId }) => sessionId === session.sessionId) }))
    .filter(({ session, rows: own }) => own.length > 0 || session.sessionId === chosen)
