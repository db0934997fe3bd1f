/** Writes a booking with its outbox event and audit row. The slot's counter is the caller's last statement. */
import type { Appointment as Shown, Pool } from 'shared/appointments/model'
import { type Problem, isProblem, problem } from 'shared/kernel/errors'
import { v7 as uuid } from 'uuid'
import { type Tx, isDuplicate } from '../../../db/transaction'
import { enqueueAll } from '../../../relay/outbox'
import { recordAccesses } from '../../audit'
import { openOrders } from '../../payments'
import { type Actor, accessBy } from '../actor'
import { Appointment } from '../appointment.entity'
import { type Price, orderFor, showDue } from '../fees/price'
import { type BookingFacts, bookingFacts } from './booking-facts'
import { type PersonRefusal, personRefusal } from './booking-refusals'
import { hitBy, insertBookings } from './insert-bookings'
import { freeKey, liveKey } from './limit-keys'
import type { SlotView } from '../schedule/slot-view'

export interface Placement {
  view: SlotView
  actor: Actor
  pool: Pool
  facts: BookingFacts
  /** The visit whose free follow-up number this is: free of charge, and outside the limits. */
  followUpOf?: string
  price: Price
  /** An earlier booking's fee pays for it. */
  paid?: boolean
  now: Date
  today: string
  zone: string
}
type Refusal = Problem<PersonRefusal | 'follow_up_used'>

const paymentStateOf = ({ price, paid }: Placement): Appointment['paymentState'] =>
  paid ? 'paid' : price.onPhone ? 'due' : null

/** What must be paid for is not firm before it is. */
const statusOf = ({ view, price, paid }: Placement): Appointment['status'] =>
  view.rules.confirmByClinic || (price.onPhone && !paid) ? 'pending' : 'booked'

export const bookingOf = (placement: Placement): Appointment => {
  const { view, actor, pool, followUpOf, price, now } = placement
  return Object.assign(new Appointment(), {
    appointmentId: uuid(),
    personId: actor.personId,
    accountId: actor.accountId,
    slotId: view.slotId,
    sessionId: view.session.sessionId,
    institutionId: view.session.institutionId,
    departmentId: view.session.departmentId,
    doctorId: view.session.doctorId,
    day: view.session.day,
    visitNo: null,
    pool,
    status: statusOf(placement),
    version: 1,
    liveKey: liveKey(actor.personId, view.session.sessionId),
    departmentDayKey: null,
    phoneMonthKey: null,
    followUpKey: followUpOf ?? null,
    followUpOf: followUpOf ?? null,
    fee: price.fee,
    paymentState: paymentStateOf(placement),
    queueNumber: null,
    arrivedAt: null,
    calledAt: null,
    createdAt: now,
    lastChangeAt: now,
    lastChangeBy: actor.by,
    lastChangeByName: actor.byName,
    lastChangeReason: null,
    undoState: null,
    undoBy: null,
    undoUntil: null,
  } satisfies Appointment)
}

/** Gives the booking the next number among the person's visits of that day, and the first free key of each limit. */
export const takeKeys = (booking: Appointment, { view, facts, followUpOf }: Placement): Refusal | null => {
  booking.visitNo = facts.lastVisit + 1
  if (followUpOf) return null
  const { perDepartmentPerDay, perPhonePerMonth } = view.rules
  const day = freeKey(facts.departmentDayPrefix, perDepartmentPerDay, facts.departmentDayKeys)
  if (!day) return problem('limit_department_day', { limit: perDepartmentPerDay })
  const phone = facts.phoneMonthPrefix && freeKey(facts.phoneMonthPrefix, perPhonePerMonth, facts.phoneMonthKeys)
  if (facts.phoneMonthPrefix && !phone) return problem('limit_phone_month', { limit: perPhonePerMonth })
  booking.departmentDayKey = day
  booking.phoneMonthKey = phone
  return null
}

/** What the person has now, or what that refuses. */
const lookAgain = async (tx: Tx, p: Placement): Promise<BookingFacts | Problem<PersonRefusal>> => {
  const { view, actor, today, zone, followUpOf } = p
  const facts = await bookingFacts(tx, { ...actor, today }, view)
  return personRefusal(facts, view.rules, { limits: !followUpOf, zone }) ?? facts
}

/**
 * A key that somebody else took since we looked is left out, and the next one tried, until the limit is used up. The
 * number of a visit says more: that there is another visit of the day, which may be at the same time.
 */
const insertWithinLimits = async (tx: Tx, booking: Appointment, p: Placement): Promise<Refusal | null> => {
  let facts = { ...p.facts }
  for (;;) {
    const refused = takeKeys(booking, { ...p, facts })
    if (refused) return refused
    try {
      await insertBookings(tx, [booking])
      return null
    } catch (error) {
      if (!isDuplicate(error)) throw error
      const hit = hitBy(error)
      if (hit === 'visit') {
        const now = await lookAgain(tx, p)
        if (isProblem(now)) return now
        facts = now
        continue
      }
      if (hit === 'live') return problem('already_booked_in_session')
      if (hit === 'follow_up') return problem('follow_up_used')
      if (hit === 'day') facts.departmentDayKeys = [...facts.departmentDayKeys, booking.departmentDayKey!]
      else facts.phoneMonthKeys = [...facts.phoneMonthKeys, booking.phoneMonthKey!]
    }
  }
}

export interface Told {
  booking: Appointment
  actor: Actor
  now: Date
}

/** The outbox events and the audit rows that belong to changes of bookings by the residents' side. */
export const tellOfAll = async (tx: Tx, action: string, all: readonly Told[]): Promise<void> => {
  await enqueueAll(
    tx,
    all.map(({ booking: { appointmentId, version, status }, now }) => ({
      kind: 'appointment',
      id: appointmentId,
      version,
      data: { status },
      at: now,
    })),
  )
  await recordAccesses(
    tx,
    all.map(({ booking, actor, now }) => ({
      at: now,
      action,
      ...accessBy(actor, booking.institutionId, { appointmentId: booking.appointmentId, version: booking.version }),
    })),
  )
}
export const tellOf = (tx: Tx, booking: Appointment, actor: Actor, action: string, now: Date): Promise<void> =>
  tellOfAll(tx, action, [{ booking, actor, now }])

export interface Placed {
  appointment: Appointment
  payment: Shown['payment']
}

/**
 * @returns the booking, and what is to be paid for it; a refusal when somebody was faster. The slot's number must be taken afterwards, in the same
 * transaction, which must be rolled back when that fails.
 */
export const placeBooking = async (tx: Tx, placement: Placement): Promise<Placed | Refusal> => {
  const booking = bookingOf(placement)
  const refused = await insertWithinLimits(tx, booking, placement)
  if (isProblem(refused)) return refused
  const order = orderFor(booking, placement.view)
  if (order) await openOrders(tx, [order])
  await tellOf(tx, booking, placement.actor, 'appointments.book', placement.now)
  return { appointment: booking, payment: showDue(order) }
}
