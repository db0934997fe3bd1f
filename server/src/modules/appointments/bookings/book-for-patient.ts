/**
 * A doctor takes a number for a patient who is theirs now, without the patient's authorisation to act: what they are
 * there for says so (a stopped online consultation is guided to a clinic, 互联网诊疗监管细则 art. 20). The same path as
 * every booking: the same limits, of the patient's own phone, and the slot's counter last, so that nothing is oversold.
 */
import type { Pool } from 'shared/appointments/model'
import { type Problem, isProblem, problem } from 'shared/kernel/errors'
import type { DataSource } from 'typeorm'
import type { Tx } from '../../../db/transaction'
import type { FieldCipher } from '../../../security/field-cipher'
import { maskName } from '../../../security/mask'
import { type Audited, type Person, openName } from '../../identity'
import type { Actor } from '../actor'
import type { Appointment } from '../appointment.entity'
import { priceOf } from '../fees/price'
import { takeNumber } from '../schedule/slot-counters'
import { findSlotToBook, isSoldOut } from '../schedule/sold-out'
import { tellOfBookings } from '../tell-of-bookings'
import { type BookingRefusal, type Write, withNearest } from './book'
import { bookingFacts } from './booking-facts'
import { dayAndTime, personRefusal, poolOrRefusal, slotRefusal } from './booking-refusals'
import { limitOwner } from './limit-keys'
import { type Placement, placeBooking } from './place-booking'

/** Where and when it happens. */
export interface Desk {
  db: DataSource
  cipher: FieldCipher
  now: Date
  zone: string
  today: string
}
/** Who takes it for whom, and out of which pools, in this order. */
export interface ForPatient {
  slotId: string
  patient: Person
  mayTake: readonly Pool[]
  accountId: string
  requestId: string
  /** 李明医生: as everybody who sees the booking reads it. */
  byName: string
  audited: Audited
}
export type PatientRefusal = Exclude<BookingRefusal, 'not_permitted_for_person' | 'unpaid_too_often'>
/** @property when 11月22日 08:00 */
type Booked = Pick<Appointment, 'appointmentId'> & { when: string }
type Place = () => Promise<Booked | Problem<PatientRefusal>>

const actorFor = ({ cipher }: Desk, { patient, ...by }: ForPatient): Actor => ({
  accountId: by.accountId,
  requestId: by.requestId,
  audited: by.audited,
  by: 'doctor',
  byName: by.byName,
  personId: patient.personId,
  personName: maskName(openName(cipher, patient)),
  birthDate: patient.birthDate,
  mayTake: by.mayTake,
  limitOwner: limitOwner(patient.phoneIndex, patient.personId),
})

/** When the patient has another visit is the doctor's business; where, the patient's own. */
const withoutPlace = <C extends PatientRefusal>(refused: Problem<C>): Problem<C> =>
  refused.code === 'overlaps_booking' ? problem(refused.code, { at: refused.details.at, place: '另一处门诊' }) : refused

const allow = async (desk: Desk, wanted: ForPatient): Promise<Placement | Problem<PatientRefusal>> => {
  const { db, now, zone, today } = desk
  const { mayTake, patient } = wanted
  const view = await findSlotToBook(db, wanted.slotId)
  if (!view) return problem('not_found')
  const closed = slotRefusal(view, now, zone)
  if (closed) return closed
  if (isSoldOut(view)) return withNearest(desk, { view, mayTake }, 'slot_full')
  const pool = poolOrRefusal(view.remaining, mayTake)
  if (isProblem(pool)) return withNearest(desk, { view, mayTake }, pool.code)
  const actor = actorFor(desk, wanted)
  const who = { personId: patient.personId, limitOwner: actor.limitOwner, today }
  const facts = await bookingFacts(db, who, view)
  const refused = personRefusal(facts, view.rules, { limits: true, zone })
  if (refused) return withoutPlace(refused)
  const price = priceOf(view, actor, { cashier: false, followUp: false })
  return { view, actor, facts, pool, price, now, today, zone }
}

/** Who did not book it themselves is told at once, also while the clinic has still to confirm it. */
const tellPatient = (tx: Tx, booked: Appointment, { actor, now }: Placement): Promise<void> => {
  const { status, fee } = booked
  const waits = status === 'pending'
  return tellOfBookings(tx, [booked], {
    kind: 'appointment_confirmed',
    reason: [`${actor.byName}为您约的号`, waits && '等门诊确认', fee && '挂号费到医院窗口付']
      .filter(Boolean)
      .join('，'),
    ...(waits && { state: '等门诊确认' }),
    at: now,
  })
}

const place = async (tx: Tx, placement: Placement, zone: string): Promise<Booked | Problem<PatientRefusal>> => {
  const placed = await placeBooking(tx, placement)
  // A free follow-up is none of these.
  if (isProblem(placed)) return withoutPlace(placed as Problem<PatientRefusal>)
  await tellPatient(tx, placed.appointment, placement)
  return { appointmentId: placed.appointment.appointmentId, when: dayAndTime(placement.view.startsAt, zone) }
}

/** Somebody may take the last number of a pool between the look and the write: then look again, this often. */
const looks = 3

/**
 * Paid at the window: the patient is not there to pay.
 * @param work the rest of the request's one transaction; it calls `place` where the booking belongs
 */
export const bookForPatient = async <R>(
  desk: Desk,
  write: Write,
  wanted: ForPatient,
  work: (tx: Tx, place: Place) => Promise<R | Problem<PatientRefusal>>,
): Promise<R | Problem<PatientRefusal>> => {
  for (let look = 1; ; look++) {
    const placement = await allow(desk, wanted)
    if (isProblem(placement)) return placement
    const { view, pool } = placement
    const result = await write<R | Problem<PatientRefusal>>(
      tx => work(tx, () => place(tx, placement, desk.zone)),
      async tx => ((await takeNumber(tx, view.slotId, pool)) ? undefined : problem('slot_full')),
    )
    if (!isProblem(result) || result.code !== 'slot_full') return result
    if (look === looks) return withNearest(desk, { view, mayTake: wanted.mayTake }, 'slot_full')
  }
}
