import { type Problem, problem } from 'shared/kernel/errors'
import { appointmentChanges } from 'shared/appointments/state-machine'
import { type Tx, isDuplicate } from '../../../db/transaction'
import { withdrawRefund } from '../../payments'
import type { Appointment, UndoState } from '../appointment.entity'
import { type Desk, findAtDesk } from './desk'
import { changeIfUnchanged, nameOfInstitution, tellOfChange, undoMs } from './desk-change'
import { removeBlockCausedBy } from '../no-shows/no-shows'
import { parseJson } from '../parse-json'
import { takeNumber } from '../schedule/slot-counters'
import { tellOfBookings } from '../tell-of-bookings'

/** What this account may still take back, or null: only its own last change, nothing since, within the minute. */
export const undoable = (a: Appointment, accountId: string, now: Date): UndoState | null => {
  if (!a.undoState || !a.undoUntil || a.undoBy !== accountId || a.undoUntil <= now) return null
  const undo = parseJson<UndoState>(a.undoState)
  const isLast = a.lastChangeBy === 'clinic' && a.undoUntil.getTime() - undoMs === a.lastChangeAt.getTime()
  return isLast && a.status === appointmentChanges[undo.change].to ? undo : null
}

const dateOf = (text: string | null): Date | null => (text === null ? null : new Date(text))

const putBack = (tx: Tx, a: Appointment, undo: UndoState, byName: string, now: Date): Promise<boolean> =>
  changeIfUnchanged(tx, a, {
    ...undo.keys,
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
 * resident did not book something else in its place: the limits' keys and the slot's counter decide, not a look before;
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
  try {
    if (!(await putBack(tx, a, undo, await nameOfInstitution(tx, a.institutionId), now))) return problem('undo_ended')
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
