/**
 * Takes a number. Everything that can refuse cheaply is asked first, without a lock; then the booking, its outbox event
 * and its audit row are written, and the slot's counter last, so that the row everybody waits for is locked for as
 * short as can be. Bookings of the same moment share one transaction (book-together.ts).
 */
import type { Appointment as Shown, Pool } from 'shared/appointments/model'
import { type Problem, isProblem, problem } from 'shared/kernel/errors'
import type { Tx } from '../../../db/transaction'
import { findActing } from '../../identity'
import { type Acting, type Actor, actorOn, poolsFor } from '../actor'
import { nearestFree } from './alternatives'
import type { Appointment } from '../appointment.entity'
import { orderFor, priceOf, showDue } from '../fees/price'
import { unpaidRefusal } from '../fees/unpaid-holds'
import { type BookingFacts, bookingFacts } from './booking-facts'
import { personRefusal, poolOrRefusal, slotRefusal } from './booking-refusals'
import { bookTogether } from './book-together'
import { type Placement, bookingOf, placeBooking, takeKeys } from './place-booking'
import { takeNumber } from '../schedule/slot-counters'
import type { SlotView } from '../schedule/slot-view'
import { findSlotToBook, isSoldOut } from '../schedule/sold-out'

export type BookingRefusal =
  | 'not_found'
  | 'not_permitted_for_person'
  | 'slot_full'
  | 'slot_past'
  | 'slot_not_released'
  | 'session_stopped'
  | 'already_booked_in_session'
  | 'overlaps_booking'
  | 'limit_department_day'
  | 'limit_phone_month'
  | 'blocked_no_show'
  | 'pool_not_allowed'
  | 'unpaid_too_often'

/**
 * The one transaction of the request (http/call.ts): `work` gives the reply, `last` runs after everything else was
 * written, just before the commit.
 */
export type Write = <T>(work: (tx: Tx) => Promise<T>, last?: (tx: Tx) => Promise<T | undefined>) => Promise<T>

export interface Wanted {
  slotId: string
  personId: string
  /** The visit whose free follow-up number this is; who calls has checked that it may be. */
  followUpOf?: string
}
export interface Booked {
  appointment: Appointment
  view: SlotView
  actor: Actor
  payment: Shown['payment']
}
/** What was found to be allowed, before anything is written. */
interface Allowed {
  view: SlotView
  actor: Actor
  facts: BookingFacts
  pool: Pool
}

/** `slot_full` and `pool_not_allowed` bring the nearest free numbers. */
export const withNearest = async (
  { db, now, zone }: Pick<Acting, 'db' | 'now' | 'zone'>,
  { view, mayTake }: { view: SlotView; mayTake: readonly Pool[] },
  code: 'pool_not_allowed' | 'slot_full',
): Promise<Problem<'pool_not_allowed' | 'slot_full'>> =>
  problem(code, { nearest: await nearestFree(db, { view, mayTake, now, zone }) })

/**
 * The slot first: at the release hour most requests are for one that is full, and must be told so at once. That says
 * nothing about anybody, so it needs no look at who asks for whom.
 */
const allow = async (
  acting: Acting,
  { slotId, personId, followUpOf }: Wanted,
): Promise<Allowed | Problem<BookingRefusal>> => {
  const { db, now, zone, today, session } = acting
  const view = await findSlotToBook(db, slotId)
  const closed = view && slotRefusal(view, now, zone)
  if (view && !closed && isSoldOut(view)) return withNearest(acting, { view, mayTake: ['public'] }, 'slot_full')
  const ground = await findActing(db, session, personId, 'appointments', today)
  if (!ground) return problem('not_permitted_for_person')
  if (!view) return problem('not_found')
  if (closed) return closed
  const mayTake = poolsFor(ground)
  const pool = poolOrRefusal(view.remaining, mayTake)
  if (isProblem(pool)) return withNearest(acting, { view, mayTake }, pool.code)
  const actor = await actorOn(acting, ground)
  const facts = await bookingFacts(db, { personId, limitOwner: actor.limitOwner, today }, view)
  return personRefusal(facts, view.rules, { limits: !followUpOf, zone }) ?? { view, actor, facts, pool }
}

/** Somebody may take the last number of a pool between the look and the write: then look again, this often. */
const looks = 3

/** Together with whoever books at this moment, or null when that did not work out. */
const takeTogether = async <R extends object>(
  { db, share, now }: Acting,
  placement: Placement,
  reply: (booked: Booked) => R,
): Promise<R | null> => {
  const { view, actor } = placement
  const booking = bookingOf(placement)
  if (takeKeys(booking, placement)) return null
  const order = orderFor(booking, view)
  const answer = reply({ appointment: booking, view, actor, payment: showDue(order) })
  const joined = await share(answer, record => bookTogether(db, { booking, order, actor, now, record }))
  return joined ? answer : null
}

/** Alone: every limit and the slot's counter answer for themselves. */
const takeAlone = <R extends object>(
  write: Write,
  placement: Placement,
  reply: (booked: Booked) => R,
): Promise<R | Problem<BookingRefusal | 'follow_up_used'>> => {
  const { view, actor, pool } = placement
  return write<R | Problem<BookingRefusal | 'follow_up_used'>>(
    async tx => {
      const placed = await placeBooking(tx, placement)
      return isProblem(placed) ? placed : reply({ ...placed, view, actor })
    },
    async tx => ((await takeNumber(tx, view.slotId, pool)) ? undefined : problem('slot_full')),
  )
}

/** @param reply makes the endpoint's reply; called inside the transaction, so it asks nothing of the database. */
export async function book<R extends object>(
  acting: Acting,
  write: Write,
  wanted: Wanted & { followUpOf?: undefined },
  reply: (booked: Booked) => R,
): Promise<R | Problem<BookingRefusal>>
export async function book<R extends object>(
  acting: Acting,
  write: Write,
  wanted: Wanted,
  reply: (booked: Booked) => R,
): Promise<R | Problem<BookingRefusal | 'follow_up_used'>>
export async function book<R extends object>(
  acting: Acting,
  write: Write,
  wanted: Wanted,
  reply: (booked: Booked) => R,
): Promise<R | Problem<BookingRefusal | 'follow_up_used'>> {
  for (let look = 1; ; look++) {
    const allowed = await allow(acting, wanted)
    if (isProblem(allowed)) return allowed
    const { followUpOf } = wanted
    const price = priceOf(allowed.view, allowed.actor, { cashier: acting.cashier, followUp: followUpOf !== undefined })
    const unpaid = await unpaidRefusal(acting, wanted.personId, price)
    if (unpaid) return unpaid
    const { now, today, zone } = acting
    const placement = { ...allowed, price, followUpOf, now, today, zone }
    const result = (await takeTogether(acting, placement, reply)) ?? (await takeAlone(write, placement, reply))
    if (!isProblem(result) || result.code !== 'slot_full') return result
    if (look === looks) return withNearest(acting, { ...allowed, mayTake: allowed.actor.mayTake }, 'slot_full')
  }
}
