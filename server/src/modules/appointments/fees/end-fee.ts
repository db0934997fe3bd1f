/** What becomes of the fee when a booking ends without a visit. */
import type { PaymentState } from 'shared/appointments/model'
import type { RefundReason } from 'shared/payments/model'
import type { Tx } from '../../../db/transaction'
import { giveUpOrder, requestRefund } from '../../payments'
import type { Appointment } from '../appointment.entity'

/** The keys of the limits: a number given back counts no more. */
export const noKeys = { liveKey: null, departmentDayKey: null, phoneMonthKey: null, followUpKey: null }

/**
 * Values of every booking that ends: a paid fee begins its way back, a due one is not due any more. In SQL, since a
 * refund by the desk may have arrived after the booking was read (it changes no version).
 */
export const ended = {
  ...noKeys,
  paymentState: (): string =>
    `CASE payment_state WHEN 'paid' THEN 'refunding' WHEN 'due' THEN NULL ELSE payment_state END`,
}

/** The same, of a booking that was read. */
export const feeAfterEnd = (state: PaymentState | null): PaymentState | null =>
  state === 'paid' ? 'refunding' : state === 'due' ? null : state

export interface Ending {
  reason: Extract<RefundReason, 'cancelled' | 'refused' | 'stopped'>
  /** Why the money comes back, in our words: nothing that a clerk wrote. */
  words: string
  /** Until then the end may be taken back (undo). */
  notBefore?: Date
  at: Date
}

/** In the transaction that ends the booking. @param a as it was read before */
export const endFee = async (tx: Tx, a: Appointment, ending: Ending): Promise<void> => {
  const which = { purpose: 'appointment' as const, purposeId: a.appointmentId }
  if (a.paymentState === 'due') await giveUpOrder(tx, 'appointment', a.appointmentId, ending.at)
  if (a.paymentState === 'paid') await requestRefund(tx, { ...which, ...ending })
}
