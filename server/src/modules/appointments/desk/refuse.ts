import type { Tx } from '../../../db/transaction'
import type { Appointment } from '../appointment.entity'
import { endFee, ended } from '../fees/end-fee'
import { returnNumber } from '../schedule/return-number'
import { tellOfBookings } from '../tell-of-bookings'
import { type ItemResult, eachAtDesk } from './confirm'
import type { Desk } from './desk'
import { changeAtDesk, undoMs } from './desk-change'

/**
 * Cancels with the reason that the resident will read; the conditional UPDATE gives each number back exactly once. What
 * was paid goes back when the minute of the undo is over.
 */
export const refuseMany = async (
  tx: Tx,
  desk: Desk,
  appointmentIds: string[],
  reason: string,
  now: Date,
): Promise<ItemResult[]> => {
  const refusal = { reason: 'refused', words: '医院没有接受预约，挂号费全退', at: now } as const
  const notBefore = new Date(now.getTime() + undoMs)
  const refusedNow: Appointment[] = []
  const results = await eachAtDesk(tx, desk, appointmentIds, async a => {
    const failed = await changeAtDesk(tx, desk, a, 'refuse', { now, reason, values: ended })
    if (failed) return failed
    await endFee(tx, a, { ...refusal, notBefore })
    await returnNumber(tx, a, now, desk.zone)
    refusedNow.push(Object.assign(a, { version: a.version + 1 }))
    return undefined
  })
  await tellOfBookings(tx, refusedNow, { kind: 'appointment_refused', reason, at: now })
  return results
}
