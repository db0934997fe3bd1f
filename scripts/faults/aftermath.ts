/** What is asked of the tables and of the platform's books after everything was killed while people paid. */
import { versionOf } from 'server/relay/fhir/own-mark'
import { mappings } from 'server/relay/mappings'
import type { DataSource } from 'typeorm'
import { createStore } from '../sandbox/county/store'
import { count } from './killable'

/** What is still on its way: all of it settles without anybody's help. */
const underWay = [
  `payment_order WHERE state = 'open'`,
  `payment_trade WHERE state = 'open'`,
  `payment_refund WHERE state IN ('requested', 'processing', 'abnormal')`,
  `outbox_event WHERE state = 'waiting'`,
  `message_event WHERE state = 'waiting'`,
]
export const isSettled = async (db: DataSource): Promise<boolean> => {
  for (const what of underWay) if (await count(db, `SELECT COUNT(*) AS n FROM ${what}`)) return false
  return true
}

/**
 * Everything relayed of which the platform's books do not hold one resource with each of its versions once, in order.
 * The platform has ended: its books are read from its folder.
 */
export const wronglyTold = async (db: DataSource, folder: string): Promise<unknown[]> => {
  const store = createStore({ folder })
  const kinds = mappings.filter(m => ['appointment', 'invoice', 'payment', 'refund'].includes(m.kind))
  const wrong: unknown[] = []
  for (const { kind, resourceType, identifierSystem } of kinds) {
    const rows: { id: string; events: string }[] = await db.query(
      `SELECT SUBSTRING(business_key, ?) AS id, GROUP_CONCAT(version ORDER BY version) AS events
       FROM outbox_event WHERE kind = ? GROUP BY business_key`,
      [kind.length + 2, kind],
    )
    if (rows.length < 10) wrong.push({ kind, onlyRelayed: rows.length })
    for (const { id, events } of rows) {
      const held = [...store.withTerm(resourceType, `i:${identifierSystem}|${id}`)]
      const got = held.map(one => store.history(resourceType, one).map(v => versionOf(v.resource as never)))
      if (got.length !== 1 || got[0]!.join() !== events) wrong.push({ kind, id, events, got })
    }
  }
  store.close()
  return wrong
}

/** Ways to end that every run has seen. */
export const seen = [
  `appointment WHERE status = 'booked' AND payment_state = 'paid'`,
  `appointment WHERE status = 'cancelled' AND payment_state = 'refunded'`,
  `payment_order WHERE state = 'closed' AND given_up_at IS NULL`,
  `payment_order WHERE state = 'closed' AND given_up_at IS NOT NULL`,
]

/** Queries whose every row is something that must not be. */
export const never = {
  'fulfilled twice': `SELECT order_id FROM payment_trade WHERE credited LIKE 'institution:%'
    GROUP BY order_id HAVING COUNT(*) > 1`,
  'paid and not firm, or firm and not paid': `SELECT appointment_id, status, payment_state FROM appointment
    WHERE (status = 'booked') <> (payment_state <=> 'paid')`,
  'neither firm nor given back': `SELECT appointment_id, status, payment_state FROM appointment
    WHERE status NOT IN ('booked', 'cancelled') OR payment_state IN ('due', 'refunding')`,
  'refused by the platform': `SELECT business_key, reason FROM outbox_event WHERE state = 'dead'`,
  'payment not told once': `SELECT o.order_id, COUNT(m.message_id) AS told FROM payment_order o
    LEFT JOIN message_event e ON e.event_key = CONCAT('payment:', o.order_id, ':paid')
    LEFT JOIN message m ON m.event_id = e.event_id
    WHERE o.state = 'paid' GROUP BY o.order_id HAVING told <> 1`,
  'refund not told once': `SELECT r.refund_id, COUNT(m.message_id) AS told FROM payment_refund r
    LEFT JOIN message_event e ON e.event_key = CONCAT('refund:', r.refund_id)
    LEFT JOIN message m ON m.event_id = e.event_id
    GROUP BY r.refund_id HAVING told <> 1`,
  'confirmation not told once': `SELECT a.appointment_id, COUNT(m.message_id) AS told FROM appointment a
    LEFT JOIN message_event e ON e.kind = 'appointment_confirmed'
      AND e.event_key LIKE CONCAT('appointment:', a.appointment_id, ':%')
    LEFT JOIN message m ON m.event_id = e.event_id
    WHERE a.status = 'booked' GROUP BY a.appointment_id HAVING told <> 1`,
}
