/** 停诊: cancels every live booking of a session, closes its wait-list, in one transaction. */
import { type Problem, problem } from 'shared/kernel/errors'
import { In } from 'typeorm'
import { type ChangedBy, Appointment } from '../appointment.entity'
import { liveStatuses } from 'shared/appointments/state-machine'
import type { Tx } from '../../../db/transaction'
import type { FieldCipher } from '../../../security/field-cipher'
import { recordAccess } from '../../audit'
import { enqueue } from '../../../relay/outbox'
import { type Desk, findSessionAtDesk } from '../desk/desk'
import { changeIfUnchanged, nameOfInstitution } from '../desk/desk-change'
import { endFee, ended } from '../fees/end-fee'
import { AppointmentSession } from '../session.entity'
import { giveBackNumber, releaseHeldNumber } from './slot-counters'
import { AppointmentSlot } from '../slot.entity'
import { tellOfBookings } from '../tell-of-bookings'
import { tellOfWaiting } from '../waitlist/tell-of-waiting'
import { WaitlistEntry } from '../waitlist-entry.entity'

/** Who stops it: the clinic at its desk, or the county platform by its schedule. */
export interface StoppedBy {
  by: Extract<ChangedBy, 'clinic' | 'county_platform'>
  /** As residents read it: the institution's name. */
  byName: string
  /** Null when the platform did. */
  accountId: string | null
  requestId: string | null
}
export interface Stop extends StoppedBy {
  reason: string
  cipher: FieldCipher
  now: Date
}

/** @returns whether it was open until now. */
const close = async (tx: Tx, sessionId: string, { by, reason }: Stop): Promise<boolean> => {
  const closed = await tx.update(
    AppointmentSession,
    { sessionId, state: 'open' },
    { state: 'stopped', stoppedBy: by, stopReason: reason },
  )
  // Waits for bookings under way: from here on none can take a number, and those that did are seen below.
  await tx.update(AppointmentSlot, { sessionId }, { state: 'stopped' })
  return closed.affected === 1
}

const closeWaitlist = async (tx: Tx, sessionId: string, now: Date): Promise<void> => {
  const entries = await tx.findBy(WaitlistEntry, { sessionId, state: In(['waiting', 'offered']) })
  for (const { entryId, state, offeredSlotId } of entries) {
    const { affected } = await tx.update(
      WaitlistEntry,
      { entryId, state },
      { state: 'cancelled', liveKey: null, changedAt: now },
    )
    if (!affected) continue
    await tellOfWaiting(tx, entryId, 'ended', now)
    if (state === 'offered') await releaseHeldNumber(tx, offeredSlotId!)
  }
}

const cancelOne = async (tx: Tx, a: Appointment, stop: Stop): Promise<boolean> => {
  const { by, byName, reason, cipher, now } = stop
  const cancelled = await changeIfUnchanged(tx, a, {
    ...ended,
    status: 'cancelled',
    lastChangeAt: now,
    lastChangeBy: by,
    lastChangeByName: byName,
    lastChangeReason: cipher.seal(reason, 'statement'),
    undoState: null,
    undoBy: null,
    undoUntil: null,
  })
  if (!cancelled) return false
  await endFee(tx, a, { reason: 'stopped', words: '医生停诊，挂号费全退', at: now })
  await giveBackNumber(tx, a.slotId, a.pool)
  const version = a.version + 1
  await enqueue(tx, { kind: 'appointment', id: a.appointmentId, version, data: { status: 'cancelled' }, at: now })
  await recordAccess(tx, {
    at: now,
    action: 'desk.stop',
    accountId: stop.accountId,
    role: stop.accountId ? 'staff' : null,
    institutionId: a.institutionId,
    personId: a.personId,
    purpose: null,
    requestId: stop.requestId,
    details: { appointmentId: a.appointmentId, version },
  })
  return true
}

/** Cancels every live booking of a session or a slot that was closed before; @returns how many. */
export const cancelLive = async (
  tx: Tx,
  where: { sessionId: string } | { slotId: string },
  stop: Stop,
): Promise<number> => {
  const cancelled: Appointment[] = []
  for (;;) {
    const live = await tx.find(Appointment, {
      where: { ...where, status: In(liveStatuses) },
      order: { appointmentId: 'ASC' },
    })
    if (!live.length) break
    // One that somebody else changed meanwhile is read again.
    for (const a of live) if (await cancelOne(tx, a, stop)) cancelled.push(Object.assign(a, { version: a.version + 1 }))
  }
  await tellOfBookings(tx, cancelled, { kind: 'appointment_stopped', reason: stop.reason, at: stop.now })
  return cancelled.length
}

/**
 * Stops a session and cancels its bookings, those who already arrived too; the numbers go back to slots that nobody can
 * book. Idempotent: a second call cancels what is still live, which is nothing.
 * @returns how many were cancelled, and whether the session was open until now.
 */
export const stopSession = async (
  tx: Tx,
  sessionId: string,
  stop: Stop,
): Promise<{ cancelled: number; wasOpen: boolean }> => {
  const wasOpen = await close(tx, sessionId, stop)
  await closeWaitlist(tx, sessionId, stop.now)
  return { cancelled: await cancelLive(tx, { sessionId }, stop), wasOpen }
}

/** The desk stops one of its own institutions' sessions. */
export const stopSessionAtDesk = async (
  tx: Tx,
  desk: Desk,
  sessionId: string,
  reason: string,
  now: Date,
): Promise<{ cancelled: number } | Problem<'not_found' | 'session_stopped'>> => {
  const session = await findSessionAtDesk(tx, desk, sessionId)
  if (!session) return problem('not_found')
  const { accountId, requestId, cipher } = desk
  const byName = await nameOfInstitution(tx, session.institutionId)
  const { cancelled, wasOpen } = await stopSession(tx, sessionId, {
    by: 'clinic',
    byName,
    accountId,
    requestId,
    reason,
    cipher,
    now,
  })
  return wasOpen ? { cancelled } : problem('session_stopped')
}
