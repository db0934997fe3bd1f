/** Changes the time: takes the new number and gives the old one back in one transaction, both or neither. */
import { type Problem, isProblem, problem } from 'shared/kernel/errors'
import type { Pool } from 'shared/appointments/model'
import { type Tx, isDuplicate } from '../../../db/transaction'
import type { Acting, Actor } from '../actor'
import { Appointment } from '../appointment.entity'
import { type Booked, type BookingRefusal, type Write, withNearest } from './book'
import { type BookingFacts, bookingFacts } from './booking-facts'
import { personRefusal, poolOrRefusal, slotRefusal } from './booking-refusals'
import { changeRefusal, findOwn } from './cancel'
import { moveOrder } from '../../payments'
import { changeIfUnchanged } from '../desk/desk-change'
import { type Price, priceOf, whatIsPaid } from '../fees/price'
import { paymentOf } from '../fees/show-payment'
import { hitVisit } from './insert-bookings'
import { freeKey, liveKey } from './limit-keys'
import { tellOf } from './place-booking'
import { returnNumber } from '../schedule/return-number'
import { noteMovedAway } from './moved-away'
import { takeNumber } from '../schedule/slot-counters'
import { type SlotView, findSlotView } from '../schedule/slot-view'
import { tellOfBookings } from '../tell-of-bookings'

type Refusal = BookingRefusal | 'cancel_too_late' | 'appointment_state' | 'payment_due' | 'fee_differs'

interface Move {
  appointment: Appointment
  actor: Actor
  to: SlotView
  pool: Pool
  facts: BookingFacts
  price: Price
}

/** The person's limits without the booking that moves: it holds its own keys, and the month's stays as it is. */
const withoutOwn = (facts: BookingFacts, a: Appointment): BookingFacts => ({
  ...facts,
  inSession: facts.inSession && a.liveKey !== facts.liveKey,
  departmentDayKeys: facts.departmentDayKeys.filter(k => k !== a.departmentDayKey),
  phoneMonthKeys: [],
  overlapping: facts.overlapping.filter(visit => visit.appointmentId !== a.appointmentId),
})

/** What was paid on the phone, or would have to be, moves only to a number of the same price at the same institution. */
const feeRefusal = (
  a: Appointment,
  to: SlotView,
  { fee, onPhone }: Price,
): Problem<'payment_due' | 'fee_differs'> | null => {
  if (a.paymentState === 'due') return problem('payment_due')
  const same = fee === a.fee && to.session.institutionId === a.institutionId
  return (a.paymentState === 'paid' || onPhone) && !same ? problem('fee_differs') : null
}

const allow = async (acting: Acting, appointmentId: string, slotId: string): Promise<Move | Problem<Refusal>> => {
  const { db, now, zone } = acting
  const own = await findOwn(acting, appointmentId)
  if (!('actor' in own)) return own
  const { appointment, actor } = own
  const from = await findSlotView(db, appointment.slotId)
  const to = await findSlotView(db, slotId)
  if (!from || !to) return problem('not_found')
  // A free follow-up is bound to its visit's department and days: it is cancelled and taken anew.
  const refused = appointment.followUpOf
    ? problem('appointment_state')
    : changeRefusal(appointment, from, actor, acting)
  if (refused) return refused
  if (slotId === appointment.slotId) return problem('already_booked_in_session')
  const closed = slotRefusal(to, now, zone)
  if (closed) return closed
  const price = priceOf(to, actor, { cashier: acting.cashier, followUp: false })
  const otherFee = feeRefusal(appointment, to, price)
  if (otherFee) return otherFee
  const facts = await lookAt(db, acting, appointment, to)
  if (isProblem(facts)) return facts
  const pool = poolOrRefusal(to.remaining, actor.mayTake)
  return isProblem(pool)
    ? withNearest(acting, { view: to, mayTake: actor.mayTake }, pool.code)
    : { appointment, actor, to, pool, facts, price }
}

/** The clinic confirms the new time as it confirmed the old one. */
const movedValues = ({ appointment, actor, to, pool, facts, price }: Move, now: Date) => ({
  slotId: to.slotId,
  sessionId: to.session.sessionId,
  institutionId: to.session.institutionId,
  departmentId: to.session.departmentId,
  doctorId: to.session.doctorId,
  day: to.session.day,
  pool,
  fee: price.fee,
  status: to.rules.confirmByClinic ? ('pending' as const) : ('booked' as const),
  liveKey: liveKey(appointment.personId, to.session.sessionId),
  visitNo: facts.lastVisit + 1,
  departmentDayKey: freeKey(facts.departmentDayPrefix, to.rules.perDepartmentPerDay, facts.departmentDayKeys),
  lastChangeAt: now,
  lastChangeBy: actor.by,
  lastChangeByName: actor.byName,
  lastChangeReason: null,
  undoState: null,
  undoBy: null,
  undoUntil: null,
})

/** What the person has now besides the booking that moves, or what that refuses. */
const lookAt = async (db: Acting['db'] | Tx, { zone, today }: Acting, appointment: Appointment, to: SlotView) => {
  const { personId } = appointment
  const facts = withoutOwn(await bookingFacts(db, { personId, limitOwner: null, today }, to), appointment)
  return personRefusal(facts, to.rules, { limits: true, zone }) ?? facts
}

const rewrite = async (tx: Tx, move: Move, acting: Acting): Promise<Appointment | Problem<Refusal>> => {
  const { appointment, actor, to } = move
  const { now } = acting
  const values = movedValues(move, now)
  try {
    if (!(await changeIfUnchanged(tx, appointment, values))) return problem('appointment_state')
  } catch (error) {
    // Another booking of the person took the key since we looked.
    if (!isDuplicate(error)) throw error
    if (hitVisit(error)) {
      const facts = await lookAt(tx, acting, appointment, to)
      return isProblem(facts) ? facts : rewrite(tx, { ...move, facts }, acting)
    }
    return (error as Error).message.includes('uq_appointment_live')
      ? problem('already_booked_in_session')
      : problem('limit_department_day', { limit: to.rules.perDepartmentPerDay })
  }
  const moved = Object.assign(new Appointment(), appointment, values, { version: appointment.version + 1 })
  if (moved.sessionId !== appointment.sessionId) await noteMovedAway(tx, appointment.sessionId)
  const { appointmentId: id, paymentState, status } = moved
  if (paymentState === 'paid') await moveOrder(tx, 'appointment', { fromId: id, toId: id, what: whatIsPaid(to) })
  await tellOf(tx, moved, actor, 'appointments.move', now)
  const reason = '已改到新的时间'
  if (status === 'booked') await tellOfBookings(tx, [moved], { kind: 'appointment_confirmed', reason, at: now })
  return moved
}

/** Two who swap their slots would wait for each other: the rows are always locked in one order. */
const exchangeNumbers = async (
  tx: Tx,
  { appointment, to, pool }: Move,
  now: Date,
  zone: string,
): Promise<Problem<'slot_full'> | undefined> => {
  const takeFirst = to.slotId < appointment.slotId
  if (takeFirst && !(await takeNumber(tx, to.slotId, pool))) return problem('slot_full')
  await returnNumber(tx, appointment, now, zone)
  if (!takeFirst && !(await takeNumber(tx, to.slotId, pool))) return problem('slot_full')
  return undefined
}

export const move = async <R extends object>(
  acting: Acting,
  write: Write,
  { appointmentId, slotId }: { appointmentId: string; slotId: string },
  reply: (moved: Booked) => R,
): Promise<R | Problem<Refusal>> => {
  const allowed = await allow(acting, appointmentId, slotId)
  if (isProblem(allowed)) return allowed
  const { actor, to: view } = allowed
  const { now, zone } = acting
  const result = await write<R | Problem<Refusal>>(
    async tx => {
      const appointment = await rewrite(tx, allowed, acting)
      if (isProblem(appointment)) return appointment
      return reply({ appointment, view, actor, payment: await paymentOf(tx, appointment) })
    },
    tx => exchangeNumbers(tx, allowed, now, zone),
  )
  return isProblem(result) && result.code === 'slot_full'
    ? withNearest(acting, { view, mayTake: actor.mayTake }, 'slot_full')
    : result
}
