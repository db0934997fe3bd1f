/** What payments tell of a booking's order: paid makes the number firm, expired gives it back. */
import { In } from 'typeorm'
import { dayOf } from '../../../clock'
import type { Context } from '../../../context'
import type { Tx } from '../../../db/transaction'
import { enqueue } from '../../../relay/outbox'
import { recordAccess } from '../../audit'
import type { PurposeOwner } from '../../payments'
import { Appointment } from '../appointment.entity'
import { changeIfUnchanged } from '../desk/desk-change'
import { rulesOf } from '../rules/rules'
import { returnNumber } from '../schedule/return-number'
import { tellOfBookings } from '../tell-of-bookings'
import { ended } from './end-fee'
import { countUnpaid } from './unpaid-holds'

/** Locked, so that nobody changes it between the look and the write: a payment is not tried again. */
const findDue = (tx: Tx, appointmentId: string): Promise<Appointment | null> =>
  tx.findOne(Appointment, {
    where: { appointmentId, status: 'pending', paymentState: 'due' },
    lock: { mode: 'pessimistic_write' },
  })

interface Change {
  status: 'pending' | 'booked' | 'cancelled'
  action: string
  reason: string
  at: Date
}

/** @returns the booking as it is now. */
const change = async (
  tx: Tx,
  { cipher }: Context,
  a: Appointment,
  { status, action, reason, at }: Change,
): Promise<Appointment> => {
  const { appointmentId, institutionId, personId } = a
  await changeIfUnchanged(tx, a, {
    ...(status === 'cancelled' ? ended : { paymentState: 'paid' }),
    status,
    lastChangeAt: at,
    lastChangeBy: 'system',
    lastChangeByName: '预约系统',
    lastChangeReason: cipher.seal(reason, 'statement'),
  })
  const version = a.version + 1
  await enqueue(tx, { kind: 'appointment', id: appointmentId, version, data: { status }, at })
  const nobody = { accountId: null, role: null, purpose: null, requestId: null }
  await recordAccess(tx, { at, action, ...nobody, institutionId, personId, details: { appointmentId, version } })
  return Object.assign(a, { status, version })
}

export const bookingOrders = (context: Context): PurposeOwner => ({
  async paid(tx, { purposeId, at }) {
    const due = await findDue(tx, purposeId)
    if (!due) return 'unwanted'
    const { confirmByClinic } = await rulesOf(tx, due.institutionId)
    const status = confirmByClinic ? 'pending' : 'booked'
    const a = await change(tx, context, due, { status, action: 'appointments.paid', reason: '挂号费已付', at })
    if (status === 'booked') await tellOfBookings(tx, [a], { kind: 'appointment_confirmed', at })
    return 'fulfilled'
  },
  async expired(tx, { purposeId, at }) {
    const due = await findDue(tx, purposeId)
    if (!due) return
    const { payMinutes } = await rulesOf(tx, due.institutionId)
    const reason = `${payMinutes} 分钟内没有付款，号已放回`
    const a = await change(tx, context, due, { status: 'cancelled', action: 'appointments.unpaid', reason, at })
    await tellOfBookings(tx, [a], { kind: 'appointment_refused', reason, at })
    await countUnpaid(tx, a, { now: at, today: dayOf(at, context.config.TIME_ZONE) })
    await returnNumber(tx, a, at, context.config.TIME_ZONE)
  },
  /** Also of a booking that goes on, whose fee the desk gave back. No new version: nothing of the visit has changed. */
  async refunded(tx, { purposeId }) {
    const where = { appointmentId: purposeId, paymentState: In(['paid', 'refunding'] as const) }
    await tx.update(Appointment, where, { paymentState: 'refunded' })
  },
})
