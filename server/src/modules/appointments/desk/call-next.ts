import type { Problem } from 'shared/kernel/errors'
import { problem } from 'shared/kernel/errors'
import { IsNull } from 'typeorm'
import type { Tx } from '../../../db/transaction'
import { Appointment } from '../appointment.entity'
import { type Desk, findSessionAtDesk } from './desk'
import { changeAtDesk } from './desk-change'
import { tellWhoIsNear } from './tell-who-is-near'

/**
 * Calls the lowest queue number that was not called yet. Two desks at once: the conditional UPDATE lets one have the
 * person, the other goes on to the next (READ COMMITTED shows each new look what was committed meanwhile).
 * @returns the appointment's id, null when nobody waits.
 */
export const callNext = async (
  tx: Tx,
  desk: Desk,
  sessionId: string,
  now: Date,
): Promise<{ called: string | null } | Problem<'not_found'>> => {
  if (!(await findSessionAtDesk(tx, desk, sessionId))) return problem('not_found')
  for (;;) {
    const next = await tx.findOne(Appointment, {
      where: { sessionId, status: 'arrived', calledAt: IsNull() },
      order: { queueNumber: 'ASC' },
    })
    if (!next) return { called: null }
    const taken = await changeAtDesk(tx, desk, next, 'call', { now, values: { calledAt: now } })
    if (taken) continue
    await tellWhoIsNear(tx, sessionId, now)
    return { called: next.appointmentId }
  }
}
