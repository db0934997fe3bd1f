/** 「快叫到您了」: to those who wait with few before them, each once for a visit. */
import { IsNull } from 'typeorm'
import type { Tx } from '../../../db/transaction'
import { type Tell, keysTold, tell } from '../../notifications'
import { Appointment } from '../appointment.entity'
import { slotViews } from '../schedule/slot-view'
import { visitFacts } from '../tell-of-bookings'

/** As many before them at most, as the phone counts them (bookings/show-appointment.ts). */
const nearest = 3
/** Whoever has not seen it by then has been called. */
const usefulMs = 3_600_000

export const tellWhoIsNear = async (tx: Tx, sessionId: string, now: Date): Promise<void> => {
  const near = await tx.find(Appointment, {
    where: { sessionId, status: 'arrived', calledAt: IsNull() },
    order: { queueNumber: 'ASC' },
    take: nearest + 1,
  })
  if (!near.length) return
  const views = await slotViews(
    tx,
    near.map(a => a.slotId),
  )
  const messages = near.map((a, ahead): Tell => {
    return {
      kind: 'queue_near',
      key: `appointment:${a.appointmentId}:near`,
      personId: a.personId,
      facts: {
        ...visitFacts(views.get(a.slotId)!),
        ahead: String(ahead),
        ...(a.queueNumber !== null && { queueNumber: String(a.queueNumber) }),
      },
      link: `packages/resident/appointments/detail?appointmentId=${a.appointmentId}`,
      at: now,
      uselessAfter: new Date(now.getTime() + usefulMs),
    }
  })
  // Two desks that call at once would wait for each other's rows: only who was not told yet is written.
  const known = await keysTold(
    tx,
    messages.map(m => m.key),
  )
  await tell(
    tx,
    messages.filter(m => !known.has(m.key)),
  )
}
