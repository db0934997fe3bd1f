/** Bookings of the people an account may act for. */
import { type DataSource, In, LessThan, MoreThanOrEqual, Not } from 'typeorm'
import { Appointment } from '../appointment.entity'

const atMost = 100
const over = ['fulfilled', 'noshow', 'cancelled'] as const

/**
 * `coming`: what still happens from today on, next first, and what was cancelled for a coming day, so that a refusal is
 * seen where it was booked. `past`: everything else, newest first.
 */
export const listAppointments = async (
  db: DataSource,
  personIds: readonly string[],
  when: 'coming' | 'past',
  today: string,
): Promise<Appointment[]> => {
  if (!personIds.length) return []
  const personId = In([...personIds])
  if (when === 'past')
    return db.manager.find(Appointment, {
      where: [
        { personId, day: LessThan(today) },
        { personId, day: MoreThanOrEqual(today), status: In(['fulfilled', 'noshow']) },
      ],
      order: { day: 'DESC', createdAt: 'DESC' },
      take: atMost,
    })
  return db.manager.find(Appointment, {
    where: { personId, day: MoreThanOrEqual(today), status: Not(In(['fulfilled', 'noshow'])) },
    order: { day: 'ASC', createdAt: 'ASC' },
    take: atMost,
  })
}

/** For the first page: one that waits to be paid, else the next one that still happens. */
export const nextAppointment = async (
  db: DataSource,
  personIds: readonly string[],
  today: string,
): Promise<Appointment | null> => {
  if (!personIds.length) return null
  const [row] = (await db.query(
    `SELECT a.appointment_id AS id FROM appointment a JOIN appointment_slot sl ON sl.slot_id = a.slot_id
     WHERE a.person_id IN (?) AND a.day >= ? AND a.status NOT IN (?) 
     ORDER BY CASE WHEN a.payment_state = 'due' THEN 0 ELSE 1 END, sl.starts_at LIMIT 1`,
    [personIds, today, over],
  )) as { id: string }[]
  return row ? db.manager.findOneBy(Appointment, { appointmentId: row.id }) : null
}

/** For the first page: what others than the person's side called off for a coming day, until they have booked there anew. */
export const calledOff = async (
  db: DataSource,
  personIds: readonly string[],
  today: string,
  limit: number,
): Promise<Appointment[]> => {
  if (!personIds.length) return []
  const rows = (await db.query(
    `SELECT a.appointment_id AS id FROM appointment a
     WHERE a.person_id IN (?) AND a.day >= ? AND a.status = 'cancelled'
       AND a.last_change_by IN ('clinic', 'county_platform')
       AND NOT EXISTS (SELECT 1 FROM appointment b WHERE b.person_id = a.person_id
         AND b.department_id = a.department_id AND b.status <> 'cancelled' AND b.created_at > a.last_change_at)
     ORDER BY a.last_change_at DESC LIMIT ?`,
    [personIds, today, limit],
  )) as { id: string }[]
  return db.manager.find(Appointment, {
    where: { appointmentId: In(rows.map(row => row.id)) },
    order: { lastChangeAt: 'DESC' },
  })
}

export interface Again {
  doctorId: string
  doctorName: string
  departmentId: string
  departmentName: string
  institutionName: string
}

/** 再约同一位医生: the doctors seen or booked last, at most `limit`. */
export const seenLast = async (db: DataSource, personIds: readonly string[], limit: number): Promise<Again[]> =>
  personIds.length
    ? db.query(
        `SELECT doc.doctor_id AS doctorId, doc.name AS doctorName, de.department_id AS departmentId,
           de.name AS departmentName, ins.name AS institutionName
         FROM (SELECT doctor_id, department_id, MAX(created_at) AS last FROM appointment
               WHERE person_id IN (?) AND status <> 'cancelled' GROUP BY doctor_id, department_id) a
         JOIN doctor doc ON doc.doctor_id = a.doctor_id JOIN department de ON de.department_id = a.department_id
         JOIN institution ins ON ins.institution_id = de.institution_id
         ORDER BY a.last DESC LIMIT ?`,
        [personIds, limit],
      )
    : []
