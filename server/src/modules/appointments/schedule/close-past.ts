/**
 * What nobody said about a booking before its time was over: one that the clinic never confirmed ends without blame when
 * its session does (one that waits for its fee ends with its order); who was not checked in is marked on the next day, where the institution has it so.
 */
import { type AppointmentChange, appointmentChanges } from 'shared/appointments/state-machine'
import { problem } from 'shared/kernel/errors'
import { addDays, dayOf, timeOf } from '../../../clock'
import type { Context } from '../../../context'
import { type Tx, transaction } from '../../../db/transaction'
import { enqueue } from '../../../relay/outbox'
import { recordAccess } from '../../audit'
import { Appointment } from '../appointment.entity'
import { changeIfUnchanged, nameOfInstitution } from '../desk/desk-change'
import { endFee, ended } from '../fees/end-fee'
import { blockIfDue } from '../no-shows/no-shows'
import { rulesOf } from '../rules/rules'
import { tellOfBookings } from '../tell-of-bookings'
import { giveBackNumber } from './slot-counters'

type Due = { appointment_id: string; institution_id: string }

/** How far back a server that stood still catches up: for closing; for blaming, much less. */
const lapseDays = 31
const noShowDays = 3
const batch = 500

const unconfirmed = (context: Context, now: Date): Promise<Due[]> => {
  const today = dayOf(now, context.config.TIME_ZONE)
  return context.db.query(
    `SELECT a.appointment_id, a.institution_id FROM appointment_session se JOIN appointment a ON a.session_id = se.session_id
     WHERE a.status = 'pending' AND COALESCE(a.payment_state, '') <> 'due'
       AND (se.day BETWEEN ? AND ? OR (se.day = ? AND se.ends_at <= ?)) LIMIT ?`,
    [addDays(today, -lapseDays), addDays(today, -1), today, timeOf(now, context.config.TIME_ZONE), batch],
  )
}

const notCheckedIn = (context: Context, now: Date): Promise<Due[]> => {
  const today = dayOf(now, context.config.TIME_ZONE)
  return context.db.query(
    `SELECT a.appointment_id, a.institution_id FROM appointment_session se JOIN appointment a ON a.session_id = se.session_id
     WHERE a.status = 'booked' AND se.day BETWEEN ? AND ?`,
    [addDays(today, -noShowDays), addDays(today, -1)],
  )
}

/** One change by nobody, with its event and its audit row. @returns whether the booking still stood as it was read. */
const changeBySystem = async (
  tx: Tx,
  { cipher }: Context,
  a: Appointment,
  { change, reason, now }: { change: Extract<AppointmentChange, 'lapse' | 'markNoShow'>; reason: string; now: Date },
): Promise<boolean> => {
  const { to: status } = appointmentChanges[change]
  const changed = await changeIfUnchanged(tx, a, {
    ...(change === 'lapse' && ended),
    status,
    lastChangeAt: now,
    lastChangeBy: 'system',
    lastChangeByName: '预约系统',
    lastChangeReason: cipher.seal(reason, 'statement'),
    undoState: null,
    undoBy: null,
    undoUntil: null,
  })
  if (!changed) return false
  const version = a.version + 1
  await enqueue(tx, { kind: 'appointment', id: a.appointmentId, version, data: { status }, at: now })
  await recordAccess(tx, {
    at: now,
    action: change === 'lapse' ? 'appointments.lapse' : 'appointments.no-show',
    accountId: null,
    role: null,
    institutionId: a.institutionId,
    personId: a.personId,
    purpose: null,
    requestId: null,
    details: { appointmentId: a.appointmentId, version },
  })
  return true
}

const lapse = (context: Context, { appointment_id }: Due, now: Date) =>
  transaction(context.db, async tx => {
    const a = await tx.findOneBy(Appointment, { appointmentId: appointment_id, status: 'pending' })
    if (!a || a.paymentState === 'due') return problem('appointment_state')
    const reason = `${await nameOfInstitution(tx, a.institutionId)}没有来得及确认，对不住。不算您爽约，可以再约一个。`
    if (!(await changeBySystem(tx, context, a, { change: 'lapse', reason, now }))) return problem('appointment_state')
    await endFee(tx, a, { reason: 'refused', words: '医院没有来得及确认，挂号费全退', at: now })
    const lapsed = Object.assign(a, { version: a.version + 1 })
    await tellOfBookings(tx, [lapsed], { kind: 'appointment_refused', reason, at: now })
    await giveBackNumber(tx, a.slotId, a.pool)
    return true
  })

const markAbsent = (context: Context, { appointment_id }: Due, now: Date) =>
  transaction(context.db, async tx => {
    const a = await tx.findOneBy(Appointment, { appointmentId: appointment_id, status: 'booked' })
    if (!a) return problem('appointment_state')
    const reason = '当天没有报到。如果您来过，可以申诉。'
    if (!(await changeBySystem(tx, context, a, { change: 'markNoShow', reason, now })))
      return problem('appointment_state')
    await blockIfDue(tx, a, await rulesOf(tx, a.institutionId), now, context.config.TIME_ZONE)
    return true
  })

/** @returns how many bookings it ended. */
export const closePast = async (context: Context): Promise<{ lapsed: number; absent: number }> => {
  const now = context.clock.now()
  const ended = { lapsed: 0, absent: 0 }
  for (const due of await unconfirmed(context, now)) if ((await lapse(context, due, now)) === true) ended.lapsed++
  const absent = await notCheckedIn(context, now)
  const strict = new Set<string>()
  for (const institutionId of new Set(absent.map(due => due.institution_id)))
    if ((await rulesOf(context.db, institutionId)).noShowByDayEnd) strict.add(institutionId)
  for (const due of absent)
    if (strict.has(due.institution_id) && (await markAbsent(context, due, now)) === true) ended.absent++
  return ended
}
