/**
 * Where and by whom somebody was seen or booked last. Read from the bookings' table by name: importing that module
 * would make a circle, since bookings need the directory.
 */
import type { DataSource } from 'typeorm'

export interface Visit {
  institutionId: string
  doctorId: string
}

/** Newest first, at most `limit` different doctors; cancelled bookings do not count. */
export const lastVisits = async (db: DataSource, personIds: readonly string[], limit: number): Promise<Visit[]> =>
  personIds.length
    ? db.query(
        `SELECT doctor_id AS doctorId, institution_id AS institutionId FROM appointment
         WHERE person_id IN (?) AND status <> 'cancelled'
         GROUP BY doctor_id, institution_id ORDER BY MAX(created_at) DESC LIMIT ?`,
        [personIds, limit],
      )
    : []
