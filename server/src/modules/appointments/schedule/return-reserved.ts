/**
 * Unused reserved numbers go back to everybody at the institution's hour (浙江 2018, 北京): one conditional UPDATE per
 * slot, so that a booking at the same moment either takes a reserved number before it or a public one after it.
 */
import { reservedReturned } from 'shared/appointments/booking-rules'
import type { DataSource } from 'typeorm'
import { addDays, dayOf, timeOf } from '../../../clock'
import { rulesFrom } from '../rules/rules'

/** Days ahead that an institution may set at most (rules-contract.ts), the visit's own included. */
const daysAhead = 15

interface Row {
  slot_id: string
  day: string
  rules: unknown
}

const candidates = (db: DataSource, today: string, now: Date): Promise<Row[]> =>
  db.query(
    `SELECT sl.slot_id, se.day, ru.rules FROM appointment_session se
     JOIN appointment_slot sl ON sl.session_id = se.session_id
     JOIN department de ON de.department_id = se.department_id
     LEFT JOIN institution_rules ru ON ru.institution_id = de.institution_id
     WHERE se.day BETWEEN ? AND ? AND se.state = 'open' AND sl.starts_at > ? AND sl.reserved_returned_at IS NULL
       AND (sl.contracted_announced > 0 OR sl.referral_announced > 0)`,
    [today, addDays(today, daysAhead), now],
  )

/** @returns how many slots were opened. */
export const returnReserved = async (db: DataSource, now: Date, zone: string): Promise<number> => {
  const today = dayOf(now, zone)
  const time = timeOf(now, zone)
  const due = (await candidates(db, today, now)).filter(r => reservedReturned(rulesFrom(r.rules), r.day, today, time))
  let opened = 0
  for (const { slot_id } of due) {
    // In this order on purpose: MySQL assigns from left to right.
    const result = (await db.query(
      `UPDATE appointment_slot SET public_remaining = public_remaining + contracted_remaining + referral_remaining,
         contracted_remaining = 0, referral_remaining = 0, reserved_returned_at = ?
       WHERE slot_id = ? AND reserved_returned_at IS NULL`,
      [now, slot_id],
    )) as { affectedRows: number }
    opened += result.affectedRows
  }
  return opened
}
