/** The desk's list of one day. */
import type { AppointmentStatus } from 'shared/appointments/model'
import { type DataSource, In, MoreThan } from 'typeorm'
import { recordAccesses } from '../../audit'
import { Appointment } from '../appointment.entity'
import type { Desk } from './desk'
import { readCursor, writeCursor } from './desk-cursor'
import { movedAwayFrom } from '../bookings/moved-away'

export interface DeskFilter {
  /** County day. */
  day: string
  sessionId?: string
  /** Does not narrow with `since`: the list must learn that a row left its filter. */
  status?: AppointmentStatus
  /** A cursor this list gave before. */
  since?: string
}

const readAudited = (db: DataSource, desk: Desk, rows: Appointment[], now: Date): Promise<void> =>
  recordAccesses(
    db,
    rows.map(a => ({
      at: now,
      action: 'desk.list',
      accountId: desk.accountId,
      role: 'staff',
      institutionId: a.institutionId,
      personId: a.personId,
      purpose: null,
      requestId: desk.requestId,
    })),
    { onceEvery: 'hour' },
  )

/** Rows of the desk's institutions on that day, or those that changed since; and the cursor to ask with next. Audited. */
export const listAtDesk = async (
  db: DataSource,
  desk: Desk,
  { day, sessionId, status, since }: DeskFilter,
  now: Date,
): Promise<{ rows: Appointment[]; cursor: string; whole: boolean }> => {
  const { institutionIds } = desk
  const scope = [day, sessionId, institutionIds]
  const movedAway = await movedAwayFrom(db, { day, institutionIds, sessionId })
  const changedSince = readCursor(scope, movedAway, since)
  const rows = await db.getRepository(Appointment).findBy({
    institutionId: In(institutionIds),
    day,
    ...(sessionId && { sessionId }),
    ...(status && !since && { status }),
    ...(changedSince && { lastChangeAt: MoreThan(changedSince) }),
  })
  await readAudited(db, desk, rows, now)
  return { rows, cursor: writeCursor(scope, now, movedAway), whole: changedSince === null }
}
