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

/**
 * Bookings whose fee and order say different things; must be empty, always. A fee that waits has an order that can still
 * be paid, a paid one is of a live or kept number and its money is here, and what ended has its money on the way back.
 */
export const wrongFees = ({ db }: { db: DataSource }): Promise<object[]> =>
  db.query(
    `SELECT * FROM (
       SELECT a.appointment_id, a.status, a.payment_state AS fee, a.fee AS amount, o.state AS paying, o.amount AS asked,
         o.given_up_at IS NOT NULL AS given_up, COALESCE(t.amount, 0) AS paid, COALESCE(t.reserved, 0) AS reserved,
         (SELECT COUNT(*) FROM payment_order l WHERE l.purpose_id = a.appointment_id AND l.state <> 'closed') AS orders
       FROM appointment a
       LEFT JOIN payment_order o ON o.live_key = CONCAT('appointment:', a.appointment_id)
       LEFT JOIN payment_trade t ON t.out_trade_no = o.paid_trade_no) b
     WHERE b.orders > 1
       OR (b.fee = 'due' AND (b.status <> 'pending' OR b.paying <> 'open' OR b.given_up OR b.asked <> b.amount))
       OR (b.fee = 'paid' AND (b.status = 'cancelled' OR b.paying <> 'paid' OR b.asked <> b.amount))
       OR (b.fee IN ('refunding', 'refunded') AND (b.paying <> 'paid' OR b.reserved <> b.paid))
       OR (b.fee IS NULL AND b.paying = 'open' AND NOT b.given_up)
       OR (b.fee IS NULL AND b.status <> 'cancelled' AND b.paying = 'paid')
       OR (b.fee IS NOT NULL AND b.paying IS NULL)
       OR (b.status = 'cancelled' AND b.paying = 'paid' AND b.reserved <> b.paid)`,
  )
