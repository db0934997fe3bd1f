import { type Problem, problem } from 'shared/kernel/errors'
import type { DataSource } from 'typeorm'
import { recordAccesses } from '../../audit'
import { Appointment } from '../appointment.entity'
import { type Desk, findSessionAtDesk } from './desk'
import { sessionCsv } from './session-csv'
import { showAtDesk } from './show-at-desk'

/** A session's list as CSV; every person on it is told that it was exported. */
export const exportSession = async (
  db: DataSource,
  desk: Desk,
  sessionId: string,
  now: Date,
): Promise<string | Problem<'not_found'>> => {
  const session = await findSessionAtDesk(db.manager, desk, sessionId)
  if (!session) return problem('not_found')
  const rows = await db.getRepository(Appointment).findBy({ sessionId })
  await recordAccesses(
    db,
    rows.map(a => ({
      at: now,
      action: 'desk.export',
      accountId: desk.accountId,
      role: 'staff',
      institutionId: session.institutionId,
      personId: a.personId,
      purpose: null,
      requestId: desk.requestId,
      details: { sessionId },
    })),
  )
  return sessionCsv(await showAtDesk(db, desk, rows, now))
}
