/** The clinic's later decisions that reach us through the county platform: confirmed, refused, arrived, fulfilled. */
import type { AppointmentStatus } from 'shared/appointments/model'
import { type AppointmentChange, appointmentChanges, mayChange } from 'shared/appointments/state-machine'
import type { Context } from '../../../context'
import { type Tx, transaction } from '../../../db/transaction'
import { enqueue } from '../../../relay/outbox'
import { recordAccess } from '../../audit'
import { Appointment } from '../appointment.entity'
import { nextQueueNumber } from '../desk/check-in'
import { changeIfUnchanged } from '../desk/desk-change'
import { endFee, ended } from '../fees/end-fee'
import { blockIfDue } from '../no-shows/no-shows'
import { returnNumber } from './return-number'
import { rulesOf } from '../rules/rules'
import { tellOfBookings } from '../tell-of-bookings'

export interface PlatformDecision {
  appointmentId: string
  /** Our version that the platform's resource still carries: an older one is an echo that our next event overwrites. */
  version: number
  status: AppointmentStatus
  reason: string | null
}

/** `stop` reaches us by the session itself. */
const decisions = ['confirm', 'refuse', 'checkIn', 'fulfil', 'markNoShow'] as const satisfies AppointmentChange[]

const decisionThatLeads = (from: AppointmentStatus, to: AppointmentStatus): (typeof decisions)[number] | undefined =>
  decisions.find(d => appointmentChanges[d].to === to && mayChange(d, from, 'county_platform'))

const apply = async (
  { cipher, clock, config }: Context,
  tx: Tx,
  { appointmentId, version, status, reason }: PlatformDecision,
): Promise<boolean> => {
  const a = await tx.findOneBy(Appointment, { appointmentId })
  if (!a || a.version !== version || a.status === status) return false
  const decision = decisionThatLeads(a.status, status)
  // What waits for its fee cannot be confirmed yet: our next event, paid or not, overwrites such a word.
  if (!decision || (a.paymentState === 'due' && decision !== 'refuse')) return false
  const now = clock.now()
  const changed = await changeIfUnchanged(tx, a, {
    ...(decision === 'refuse' && ended),
    ...(decision === 'checkIn' && { queueNumber: await nextQueueNumber(tx, a.sessionId), arrivedAt: now }),
    status,
    lastChangeAt: now,
    lastChangeBy: 'county_platform',
    lastChangeByName: `${config.COUNTY_NAME}平台`,
    lastChangeReason: reason === null ? null : cipher.seal(reason, 'statement'),
    undoState: null,
    undoBy: null,
    undoUntil: null,
  })
  if (!changed) return false
  await enqueue(tx, { kind: 'appointment', id: appointmentId, version: version + 1, data: { status }, at: now })
  await recordAccess(tx, {
    at: now,
    action: 'appointments.platform-decision',
    accountId: null,
    role: null,
    institutionId: a.institutionId,
    personId: a.personId,
    purpose: null,
    requestId: null,
    details: { appointmentId, version: version + 1 },
  })
  const decided = [{ ...a, version: version + 1 }]
  if (decision === 'confirm') await tellOfBookings(tx, decided, { kind: 'appointment_confirmed', at: now })
  if (decision === 'refuse') {
    await endFee(tx, a, { reason: 'refused', words: '医院没有接受预约，挂号费全退', at: now })
    await tellOfBookings(tx, decided, { kind: 'appointment_refused', reason: reason ?? undefined, at: now })
    await returnNumber(tx, a, now, config.TIME_ZONE)
  }
  if (decision === 'markNoShow') await blockIfDue(tx, a, await rulesOf(tx, a.institutionId), now, config.TIME_ZONE)
  return true
}

/** Idempotent, in any order: a decision holds only for the version that it was made about. @returns how many held. */
export const applyPlatformDecisions = async (context: Context, list: readonly PlatformDecision[]): Promise<number> => {
  let held = 0
  for (const decision of list) if (await transaction(context.db, tx => apply(context, tx, decision))) held++
  return held
}
