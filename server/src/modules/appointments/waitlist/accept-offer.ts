/**
 * Takes the offered number; an earlier booking of the same department and day is given back in the same transaction:
 * both or neither. Until then the earlier booking was kept.
 */
import { type Problem, isProblem, problem } from 'shared/kernel/errors'
import { In, IsNull } from 'typeorm'
import type { Tx } from '../../../db/transaction'
import { type Acting, type Actor, findActor } from '../actor'
import { Appointment } from '../appointment.entity'
import type { Booked, Write } from '../bookings/book'
import { bookingFacts } from '../bookings/booking-facts'
import { personRefusal } from '../bookings/booking-refusals'
import { moveOrder } from '../../payments'
import { changeIfUnchanged } from '../desk/desk-change'
import { endFee, ended, noKeys } from '../fees/end-fee'
import { priceOf, whatIsPaid } from '../fees/price'
import { countUnpaid, unpaidRefusal } from '../fees/unpaid-holds'
import { paymentOf } from '../fees/show-payment'
import { placeBooking, tellOf } from '../bookings/place-booking'
import { returnNumber } from '../schedule/return-number'
import { takeHeldNumber } from '../schedule/slot-counters'
import { type SlotView, findSlotView } from '../schedule/slot-view'
import { tellOfWaiting } from './tell-of-waiting'
import { WaitlistEntry } from '../waitlist-entry.entity'

type Refusal =
  | 'not_found'
  | 'offer_ended'
  | 'already_booked_in_session'
  | 'overlaps_booking'
  | 'limit_department_day'
  | 'limit_phone_month'
  | 'blocked_no_show'
  | 'session_stopped'
  | 'slot_past'
  | 'unpaid_too_often'

const acceptEntry = async (tx: Tx, { entryId }: WaitlistEntry, now: Date): Promise<boolean> => {
  const { affected } = await tx
    .createQueryBuilder()
    .update(WaitlistEntry)
    .set({ state: 'accepted', liveKey: null, changedAt: now })
    .where(`entry_id = :entryId AND state = 'offered' AND offer_expires_at > :now`, { entryId, now })
    .execute()
  return affected === 1
}

const earlierBooking = (tx: Tx, { personId, departmentId, day }: WaitlistEntry): Promise<Appointment | null> =>
  tx.findOne(Appointment, {
    where: { personId, departmentId, day, status: In(['pending', 'booked']), followUpOf: IsNull() },
    order: { createdAt: 'ASC' },
  })

/**
 * The earlier booking ends; its number is returned by the caller, after all rows of the booking are written. `keepsFee`:
 * what was paid for it pays for the new one; else it goes back.
 */
const giveUp = async (
  tx: Tx,
  acting: Acting,
  a: Appointment,
  { actor, keepsFee }: { actor: Actor; keepsFee: boolean },
): Promise<boolean> => {
  const { cipher, now } = acting
  const cancelled = await changeIfUnchanged(tx, a, {
    ...(keepsFee ? { ...noKeys, paymentState: null } : ended),
    status: 'cancelled',
    lastChangeAt: now,
    lastChangeBy: actor.by,
    lastChangeByName: actor.byName,
    lastChangeReason: cipher.seal('候补到了新的时间，原来的号已退回', 'statement'),
  })
  if (!cancelled) return false
  if (!keepsFee) await endFee(tx, a, { reason: 'cancelled', words: '候补到了新的号，原来的挂号费全退', at: now })
  if (a.paymentState === 'due') await countUnpaid(tx, a, acting)
  const after = Object.assign(a, { version: a.version + 1, status: 'cancelled' })
  await tellOf(tx, after, actor, 'appointments.cancel', now)
  return true
}

const exchange = async (
  acting: Acting,
  tx: Tx,
  { entry, actor, view }: { entry: WaitlistEntry; actor: Actor; view: SlotView },
): Promise<Booked | Problem<Refusal>> => {
  const { now, zone, today, cashier } = acting
  if (!(await acceptEntry(tx, entry, now))) return problem('offer_ended')
  await tellOfWaiting(tx, entry.entryId, 'ended', now)
  const earlier = await earlierBooking(tx, entry)
  const price = priceOf(view, actor, { cashier, followUp: false })
  const paid = earlier?.paymentState === 'paid' && earlier.fee === price.fee
  const unpaid = paid ? null : await unpaidRefusal({ ...acting, db: tx }, entry.personId, price)
  if (unpaid) return unpaid
  if (earlier && !(await giveUp(tx, acting, earlier, { actor, keepsFee: paid }))) return problem('offer_ended')
  const facts = await bookingFacts(tx, { personId: entry.personId, limitOwner: actor.limitOwner, today }, view)
  const refused = personRefusal(facts, view.rules, { limits: true, zone })
  if (refused) return refused
  const placed = await placeBooking(tx, { view, actor, pool: 'public', facts, price, paid, now, today, zone })
  if (isProblem(placed)) return placed as Problem<Refusal>
  const { appointment } = placed
  if (paid) {
    const ids = { fromId: earlier.appointmentId, toId: appointment.appointmentId }
    await moveOrder(tx, 'appointment', { ...ids, what: whatIsPaid(view) })
  }
  const payment = placed.payment ?? (await paymentOf(tx, appointment))
  if (earlier) await returnNumber(tx, earlier, now, zone)
  return (await takeHeldNumber(tx, view.slotId)) ? { appointment, view, actor, payment } : problem('offer_ended')
}

export const acceptOffer = async <T>(
  acting: Acting,
  write: Write,
  entryId: string,
  show: (tx: Tx, booked: Booked) => Promise<T>,
): Promise<T | Problem<Refusal>> => {
  const { db, now } = acting
  const entry = await db.getRepository(WaitlistEntry).findOneBy({ entryId })
  const actor = entry && (await findActor(acting, entry.personId))
  if (!actor) return problem('not_found')
  const view = entry.state === 'offered' && (await findSlotView(db, entry.offeredSlotId!))
  if (!view) return problem('offer_ended')
  if (!view.open) return problem('session_stopped')
  if (view.startsAt <= now) return problem('slot_past')
  return write(async tx => {
    const booked = await exchange(acting, tx, { entry, actor, view })
    return isProblem(booked) ? booked : show(tx, booked)
  })
}
