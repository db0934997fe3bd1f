import { type Problem, problem } from 'shared/kernel/errors'
import { appointmentChanges } from 'shared/appointments/state-machine'
import { dayOf } from '../../../clock'
import { type Tx, isDuplicate } from '../../../db/transaction'
import { withdrawRefund } from '../../payments'
import type { Appointment, UndoState } from '../appointment.entity'
import { bookingFacts } from '../bookings/booking-facts'
import { type Desk, findAtDesk } from './desk'
import { changeIfUnchanged, nameOfInstitution, tellOfChange, undoMs } from './desk-change'
import { removeBlockCausedBy } from '../no-shows/no-shows'
import { parseJson } from '../parse-json'
import { takeNumber } from '../schedule/slot-counters'
import { findSlotView } from '../schedule/slot-view'
import { tellOfBookings } from '../tell-of-bookings'

/** What this account may still take back, or null: only its own last change, nothing since, within the minute. */
export const undoable = (a: Appointment, accountId: string, now: Date): UndoState | null => {
  if (!a.undoState || !a.undoUntil || a.undoBy !== accountId || a.undoUntil <= now) return null
  const undo = parseJson<UndoState>(a.undoState)
  const isLast = a.lastChangeBy === 'clinic' && a.undoUntil.getTime() - undoMs === a.lastChangeAt.getTime()
  return isLast && a.status === appointmentChanges[undo.change].to ? undo : null
}

const dateOf = (text: string | null): Date | null => (text === null ? null : new Date(text))

/** A visit that was refused takes a new number among the person's visits, unless another one is at its time by now. */
const numbered = async (
  tx: Tx,
  { zone }: Desk,
  { personId, slotId }: Appointment,
  { change }: UndoState,
  now: Date,
): Promise<Partial<Appointment> | null> => {
  if (change !== 'refuse') return {}
  const slot = (await findSlotView(tx, slotId))!
  const asked = { personId, limitOwner: null, today: dayOf(now, zone) }
  const { overlapping, lastVisit } = await bookingFacts(tx, asked, slot)
  return overlapping.length ? null : { visitNo: lastVisit + 1 }
}

const putBack = (
  tx: Tx,
  a: Appointment,
  undo: UndoState,
  { visit, byName, now }: { visit: Partial<Appointment>; byName: string; now: Date },
): Promise<boolean> =>
  changeIfUnchanged(tx, a, {
    ...undo.keys,
    ...visit,
    ...(undo.paid && { paymentState: 'paid' }),
    status: undo.status,
    queueNumber: undo.queueNumber,
    arrivedAt: dateOf(undo.arrivedAt),
    calledAt: dateOf(undo.calledAt),
    undoState: null,
    undoBy: null,
    undoUntil: null,
    lastChangeAt: now,
    lastChangeBy: 'clinic',
    lastChangeByName: byName,
    lastChangeReason: null,
  })

/** The person was told of the refusal: now that it does not hold. */
const tellOfUndoneRefusal = (tx: Tx, a: Appointment, at: Date): Promise<void> => {
  const bookings = [{ ...a, version: a.version + 1 }]
  const reason = '刚才的取消是误操作，您的号还在'
  return tellOfBookings(tx, bookings, { kind: 'appointment_confirmed', state: '号还在', reason, at })
}

/**
 * Takes back what this account did last to the appointment. A refusal only while its number is still there and the
 * resident did not book something else in its place or at its time: keys and the slot's counter decide in the end;
 * and only while its fee is not on its way back.
 * @returns the appointment's id.
 */
export const undoLast = async (
  tx: Tx,
  desk: Desk,
  appointmentId: string,
  now: Date,
): Promise<string | Problem<'not_found' | 'undo_ended'>> => {
  const a = await findAtDesk(tx, desk, appointmentId)
  if (!a) return problem('not_found')
  const undo = undoable(a, desk.accountId, now)
  if (!undo) return problem('undo_ended')
  const visit = await numbered(tx, desk, a, undo, now)
  if (!visit) return problem('undo_ended')
  const byName = await nameOfInstitution(tx, a.institutionId)
  try {
    if (!(await putBack(tx, a, undo, { visit, byName, now }))) return problem('undo_ended')
  } catch (error) {
    if (isDuplicate(error)) return problem('undo_ended')
    throw error
  }
  if (undo.change === 'markNoShow') await removeBlockCausedBy(tx, appointmentId)
  await tellOfChange(tx, desk, a, { status: undo.status, action: 'desk.undo', now })
  if (undo.change !== 'refuse') return appointmentId
  if (undo.paid && !(await withdrawRefund(tx, 'appointment', appointmentId, now))) return problem('undo_ended')
  await tellOfUndoneRefusal(tx, a, now)
  if (!(await takeNumber(tx, a.slotId, a.pool))) return problem('undo_ended')
  return appointmentId
}
