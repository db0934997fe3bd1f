/** One change of one appointment by the desk: state, version, who and why, outbox event and audit row together. */
import type { Problem } from 'shared/kernel/errors'
import { problem } from 'shared/kernel/errors'
import {
  type AppointmentChange,
  appointmentChanges,
  mayChange,
  undoableChanges,
} from 'shared/appointments/state-machine'
import type { QueryDeepPartialEntity } from 'typeorm'
import type { Tx } from '../../../db/transaction'
import { enqueue } from '../../../relay/outbox'
import { recordAccess } from '../../audit'
import { institutionNames } from '../../directory'
import { Appointment, type UndoState } from '../appointment.entity'
import type { Desk } from './desk'

type Change = Exclude<AppointmentChange, 'cancel' | 'lapse'>
type Values = QueryDeepPartialEntity<Appointment>

/** 「我刚做的，一分钟内可以撤销」. */
export const undoMs = 60_000

const actions: Record<Change, string> = {
  confirm: 'desk.confirm',
  refuse: 'desk.refuse',
  stop: 'desk.stop',
  checkIn: 'desk.check-in',
  call: 'desk.call',
  fulfil: 'desk.fulfil',
  markNoShow: 'desk.no-show',
}

const isUndoable = (change: Change): change is UndoState['change'] =>
  (undoableChanges as readonly string[]).includes(change)

const undoOf = (a: Appointment, change: UndoState['change']): UndoState => ({
  change,
  status: a.status,
  queueNumber: a.queueNumber,
  arrivedAt: a.arrivedAt?.toISOString() ?? null,
  calledAt: a.calledAt?.toISOString() ?? null,
  ...(change === 'refuse' && {
    paid: a.paymentState === 'paid',
    keys: {
      liveKey: a.liveKey,
      departmentDayKey: a.departmentDayKey,
      phoneMonthKey: a.phoneMonthKey,
      followUpKey: a.followUpKey,
    },
  }),
})

const undoValues = (desk: Desk, a: Appointment, change: Change, now: Date): Values =>
  // An order that was given up cannot be taken up again.
  isUndoable(change) && a.paymentState !== 'due'
    ? { undoState: undoOf(a, change) as never, undoBy: desk.accountId, undoUntil: new Date(now.getTime() + undoMs) }
    : { undoState: null, undoBy: null, undoUntil: null }

/** Adds one to the version if nobody else was faster; @returns whether it did. */
export const changeIfUnchanged = async (tx: Tx, a: Appointment, values: Values): Promise<boolean> => {
  const { affected } = await tx
    .createQueryBuilder()
    .update(Appointment)
    .set({ ...values, version: a.version + 1 })
    .where('appointment_id = :id AND version = :version', { id: a.appointmentId, version: a.version })
    .execute()
  return affected === 1
}

/** The outbox event and the audit row that belong to the change which was just made. */
export const tellOfChange = async (
  tx: Tx,
  desk: Desk,
  a: Appointment,
  { status, action, now }: { status: Appointment['status']; action: string; now: Date },
): Promise<void> => {
  await enqueue(tx, { kind: 'appointment', id: a.appointmentId, version: a.version + 1, data: { status }, at: now })
  await recordAccess(tx, {
    at: now,
    action,
    accountId: desk.accountId,
    role: 'staff',
    institutionId: a.institutionId,
    personId: a.personId,
    purpose: null,
    requestId: desk.requestId,
    details: { appointmentId: a.appointmentId, version: a.version + 1 },
  })
}

export const nameOfInstitution = async (tx: Tx, institutionId: string): Promise<string> =>
  (await institutionNames(tx, [institutionId])).get(institutionId) ?? institutionId

/**
 * Changes an appointment of the desk's own institution as `state-machine` allows.
 * @returns `payment_due` when its fee is to be paid first; `appointment_state` when its state does not allow the change or somebody else changed it first; nothing was
 * written then, so that one of many may fail by itself.
 */
export const changeAtDesk = async (
  tx: Tx,
  desk: Desk,
  a: Appointment,
  change: Change,
  { now, reason, values }: { now: Date; reason?: string; values?: Values },
): Promise<Problem<'appointment_state' | 'payment_due'> | undefined> => {
  if (!mayChange(change, a.status, 'clinic')) return problem('appointment_state')
  if (a.paymentState === 'due' && change !== 'refuse') return problem('payment_due')
  const status = appointmentChanges[change].to
  const changed = await changeIfUnchanged(tx, a, {
    ...undoValues(desk, a, change, now),
    ...values,
    status,
    lastChangeAt: now,
    lastChangeBy: 'clinic',
    lastChangeByName: await nameOfInstitution(tx, a.institutionId),
    lastChangeReason: reason ? desk.cipher.seal(reason, 'statement') : null,
  })
  if (!changed) return problem('appointment_state')
  await tellOfChange(tx, desk, a, { status, action: actions[change], now })
  return undefined
}
