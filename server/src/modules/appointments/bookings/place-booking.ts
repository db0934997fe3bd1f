/** Writes a booking with its outbox event and audit row. The slot's counter is the caller's last statement. */
import type { Appointment as Shown, Pool } from 'shared/appointments/model'
import { type Problem, isProblem, problem } from 'shared/kernel/errors'
import { v7 as uuid } from 'uuid'
import { insertRows } from '../../../db/insert-rows'
import { type Tx, isDuplicate } from '../../../db/transaction'
import { enqueueAll } from '../../../relay/outbox'
import { recordAccesses } from '../../audit'
import { openOrders } from '../../payments'
import { type Actor, accessBy } from '../actor'
import { Appointment } from '../appointment.entity'
import { type Price, orderFor, showDue } from '../fees/price'
import type { BookingFacts } from './booking-facts'
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
}
type Refusal = Problem<'already_booked_in_session' | 'limit_department_day' | 'limit_phone_month' | 'follow_up_used'>

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

/** What is left out begins as null. */
const rowOf = (a: Appointment) => ({
  appointment_id: a.appointmentId,
  person_id: a.personId,
  account_id: a.accountId,
  slot_id: a.slotId,
  session_id: a.sessionId,
  institution_id: a.institutionId,
  department_id: a.departmentId,
  doctor_id: a.doctorId,
  day: a.day,
  pool: a.pool,
  status: a.status,
  version: a.version,
  live_key: a.liveKey,
  department_day_key: a.departmentDayKey,
  phone_month_key: a.phoneMonthKey,
  follow_up_key: a.followUpKey,
  follow_up_of: a.followUpOf,
  fee: a.fee,
  payment_state: a.paymentState,
  created_at: a.createdAt,
  last_change_at: a.lastChangeAt,
  last_change_by: a.lastChangeBy,
  last_change_by_name: a.lastChangeByName,
})
export const insertBookings = (tx: Tx, bookings: readonly Appointment[]): Promise<void> =>
  insertRows(tx, 'appointment', bookings.map(rowOf))

/** Which limit's key a duplicate hit, as both engines name it in their message. */
const hitBy = (error: unknown): 'live' | 'day' | 'phone' | 'follow_up' => {
  const { message } = error as Error
  if (message.includes('uq_appointment_department_day')) return 'day'
  if (message.includes('uq_appointment_phone_month')) return 'phone'
  return message.includes('uq_appointment_follow_up') ? 'follow_up' : 'live'
}

/** Gives the booking the first free key of each limit. */
export const takeKeys = (booking: Appointment, { view, facts, followUpOf }: Placement): Refusal | null => {
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

/** A key that somebody else took since we looked is left out, and the next one tried, until the limit is used up. */
const insertWithinLimits = async (tx: Tx, booking: Appointment, p: Placement): Promise<Refusal | null> => {
  const facts = { ...p.facts }
  for (;;) {
    const refused = takeKeys(booking, { ...p, facts })
    if (refused) return refused
    try {
      await insertBookings(tx, [booking])
      return null
    } catch (error) {
      if (!isDuplicate(error)) throw error
      const hit = hitBy(error)
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
