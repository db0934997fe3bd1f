import type { Problem } from 'shared/kernel/errors'
import { problem } from 'shared/kernel/errors'
import type { Tx } from '../../../db/transaction'
import { type Desk, findAtDesk } from './desk'
import { changeAtDesk } from './desk-change'

/** The visit took place. @returns the appointment's id. */
export const fulfil = async (
  tx: Tx,
  desk: Desk,
  appointmentId: string,
  now: Date,
): Promise<string | Problem<'not_found' | 'appointment_state' | 'payment_due'>> => {
  const a = await findAtDesk(tx, desk, appointmentId)
  if (!a) return problem('not_found')
  return (await changeAtDesk(tx, desk, a, 'fulfil', { now })) ?? appointmentId
}
