import type { Problem } from 'shared/kernel/errors'
import { problem } from 'shared/kernel/errors'
import { timeOf } from '../../../clock'
import type { Tx } from '../../../db/transaction'
import { type Desk, findAtDesk } from './desk'
import { changeAtDesk } from './desk-change'
import { blockIfDue } from '../no-shows/no-shows'
import { rulesOf } from '../rules/rules'
import { AppointmentSlot } from '../slot.entity'

/**
 * 爽约: not before the slot began and the allowed lateness passed (迟到 30 分钟以内仍算到诊). The number stays used up:
 * its time is over. @returns the appointment's id.
 */
export const markNoShow = async (
  tx: Tx,
  desk: Desk,
  appointmentId: string,
  now: Date,
): Promise<string | Problem<'not_found' | 'appointment_state' | 'payment_due' | 'no_show_too_early'>> => {
  const a = await findAtDesk(tx, desk, appointmentId)
  if (!a) return problem('not_found')
  if (a.status !== 'booked') return problem('appointment_state')
  const rules = await rulesOf(tx, a.institutionId)
  const { startsAt } = await tx.findOneByOrFail(AppointmentSlot, { slotId: a.slotId })
  const until = new Date(startsAt.getTime() + rules.lateMinutes * 60_000)
  if (now <= until) return problem('no_show_too_early', { minutes: rules.lateMinutes, until: timeOf(until, desk.zone) })
  const refused = await changeAtDesk(tx, desk, a, 'markNoShow', { now })
  if (refused) return refused
  await blockIfDue(tx, a, rules, now, desk.zone)
  return appointmentId
}
