/** What must hold of all bookings whatever happened to them, asked of the tables themselves. */
import type { DataSource } from 'typeorm'

/** Slots whose numbers do not add up: capacity = remaining + held + live bookings. Must be empty, always. */
export const wrongSlots = ({ db }: { db: DataSource }): Promise<object[]> =>
  db.query(
    `SELECT * FROM (
       SELECT sl.slot_id, sl.capacity, sl.public_remaining + sl.contracted_remaining + sl.referral_remaining AS free, sl.held,
         (SELECT COUNT(*) FROM appointment a WHERE a.slot_id = sl.slot_id AND a.status <> 'cancelled') AS taken,
         (SELECT COUNT(*) FROM waitlist_entry w WHERE w.offered_slot_id = sl.slot_id AND w.state = 'offered') AS offered
       FROM appointment_slot sl) s
     WHERE s.capacity <> s.free + s.held + s.taken OR s.held <> s.offered`,
  )

/** Bookings whose outbox does not hold each version exactly once, 1, 2, 3 …; must be empty. */
export const untoldChanges = ({ db }: { db: DataSource }): Promise<object[]> =>
  db.query(
    `SELECT a.appointment_id, a.version, COUNT(o.event_id) AS events, MAX(o.version) AS told
     FROM appointment a LEFT JOIN outbox_event o ON o.business_key = CONCAT('appointment:', a.appointment_id)
     GROUP BY a.appointment_id, a.version HAVING COUNT(o.event_id) <> a.version OR MAX(o.version) <> a.version`,
  )
