import type { DataSource } from 'typeorm'
import type { Tx } from '../../../db/transaction'
import { AppointmentSession } from '../session.entity'

/** A booking moves from this session to another: the lists it was on must be read anew (desk-cursor.ts). */
export const noteMovedAway = async (tx: Tx, sessionId: string): Promise<void> => {
  await tx.increment(AppointmentSession, { sessionId }, 'movedAway', 1)
}

/** How often bookings moved away from the sessions of a day at these institutions, or from one of them. */
export const movedAwayFrom = async (
  db: DataSource,
  { day, institutionIds, sessionId }: { day: string; institutionIds: string[]; sessionId?: string },
): Promise<number> => {
  const [row] = (await db.query(
    `SELECT SUM(se.moved_away) AS moved FROM appointment_session se
     JOIN department de ON de.department_id = se.department_id
     WHERE se.day = ? AND de.institution_id IN (?) ${sessionId ? 'AND se.session_id = ?' : ''}`,
    [day, institutionIds, ...(sessionId ? [sessionId] : [])],
  )) as { moved: string | number | null }[]
  return Number(row?.moved ?? 0)
}
