/** What a stop will do, before it is done. */
import { sessionFee } from 'shared/appointments/fees'
import type { Problem } from 'shared/kernel/errors'
import { problem } from 'shared/kernel/errors'
import { type DataSource, In } from 'typeorm'
import type { Tx } from '../../../db/transaction'
import { Appointment } from '../appointment.entity'
import type { Desk } from './desk'
import { rulesOf } from '../rules/rules'
import { type SessionRow, type SessionView, sessionColumns, sessionJoins, sessionView } from '../schedule/slot-view'
import { WaitlistEntry } from '../waitlist-entry.entity'

type Db = DataSource | Tx

export interface Alternative {
  sessionId: string
  doctorName: string
  remaining: number
}

interface Row {
  session_id: string
  doctor_name: string
  title: string | null
  fee: number | null
  remaining: string | number
}

/**
 * Where residents of a stopped session can go the same day: same department, same grade, not dearer (就诊者不多付钱),
 * with public numbers that are still to come.
 */
export const alternativesTo = async (db: Db, session: SessionView, now: Date): Promise<Alternative[]> => {
  const rows = (await db.query(
    `SELECT se.session_id, doc.name AS doctor_name, doc.title, se.fee, SUM(sl.public_remaining) AS remaining
     FROM appointment_session se
     JOIN doctor doc ON doc.doctor_id = se.doctor_id
     JOIN appointment_slot sl ON sl.session_id = se.session_id
     WHERE se.department_id = ? AND se.day = ? AND se.grade = ? AND se.session_id <> ?
       AND se.state = 'open' AND sl.state = 'open' AND sl.starts_at > ?
     GROUP BY se.session_id, doc.name, doc.title, se.fee HAVING SUM(sl.public_remaining) > 0 ORDER BY remaining DESC, se.session_id`,
    [session.departmentId, session.day, session.grade, session.sessionId, now],
  )) as Row[]
  const rules = await rulesOf(db, session.institutionId)
  const affordable = rows.filter(r => sessionFee(r.fee, r.title, rules) <= session.fee)
  return affordable.map(r => ({ sessionId: r.session_id, doctorName: r.doctor_name, remaining: Number(r.remaining) }))
}

/** A session of the desk's institutions as people read it. */
export const findSessionView = async (db: Db, desk: Desk, sessionId: string): Promise<SessionView | null> => {
  const [row] = (await db.query(
    `SELECT ${sessionColumns} FROM appointment_session se ${sessionJoins} WHERE se.session_id = ?`,
    [sessionId],
  )) as SessionRow[]
  return row && desk.institutionIds.includes(row.institution_id) ? sessionView(row) : null
}

export const previewStop = async (
  db: DataSource,
  desk: Desk,
  sessionId: string,
  now: Date,
): Promise<
  | { session: SessionView; toCancel: number; arrived: number; waitlisted: number; alternatives: Alternative[] }
  | Problem<'not_found' | 'session_stopped'>
> => {
  const session = await findSessionView(db, desk, sessionId)
  if (!session) return problem('not_found')
  if (session.state === 'stopped') return problem('session_stopped')
  const count = (status: Appointment['status'][]) =>
    db.getRepository(Appointment).countBy({ sessionId, status: In(status) })
  const [toCancel, arrived, waitlisted, alternatives] = await Promise.all([
    count(['pending', 'booked', 'arrived']),
    count(['arrived']),
    db.getRepository(WaitlistEntry).countBy({ sessionId, state: In(['waiting', 'offered']) }),
    alternativesTo(db, session, now),
  ])
  return { session, toCancel, arrived, waitlisted, alternatives }
}
