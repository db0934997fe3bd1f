/**
 * 「别忘了去看病」: the evening before and some hours before. Each once for a booking, also when it was moved; what was
 * not said in time (the server was down, the number was taken late) is said late, but never when the visit has begun.
 */
import { addDays, dayOf, instantOf } from '../../clock'
import type { Context } from '../../context'
import { selectRows } from '../../db/pool-query'
import { type Tell, tell } from '../notifications'
import { slotViews } from './schedule/slot-view'
import { visitFacts } from './tell-of-bookings'

const batch = 200
const hourMs = 3_600_000

interface Coming {
  id: string
  personId: string
  slotId: string
  queueNumber: number | null
}
type Which = 'day' | 'hours'

/** Booked for a time in (from, to] and not reminded of yet. What waits for the clinic or for its fee is no visit yet. */
const comingUp = ({ db }: Context, which: Which, from: Date, to: Date): Promise<Coming[]> =>
  selectRows<Coming>(
    db,
    `SELECT a.appointment_id AS id, a.person_id AS personId, a.slot_id AS slotId, a.queue_number AS queueNumber
     FROM appointment_slot sl JOIN appointment a ON a.session_id = sl.session_id AND a.slot_id = sl.slot_id
     WHERE sl.starts_at > ? AND sl.starts_at <= ? AND a.status = 'booked'
       AND NOT EXISTS (SELECT 1 FROM message_event e
         WHERE e.event_key = CONVERT(CONCAT('appointment:', a.appointment_id, ':reminder:', ?) USING ascii)
           AND e.person_id = a.person_id)
     ORDER BY sl.starts_at LIMIT ${batch}`,
    [from, to, which],
  )

const remind = async ({ db, clock }: Context, which: Which, coming: Coming[]): Promise<void> => {
  const now = clock.now()
  const views = await slotViews(
    db,
    coming.map(c => c.slotId),
  )
  const messages = coming.map(({ id, personId, slotId, queueNumber }): Tell => {
    const view = views.get(slotId)!
    return {
      kind: 'appointment_reminder',
      key: `appointment:${id}:reminder:${which}`,
      personId,
      facts: { ...visitFacts(view), ...(queueNumber !== null && { queueNumber: String(queueNumber) }) },
      link: `packages/resident/appointments/detail?appointmentId=${id}`,
      at: now,
      uselessAfter: view.startsAt,
    }
  })
  await tell(db, messages)
}

/** From NOTIFY_REMIND_AT on of tomorrow's visits; before it of today's, whose evening may have been missed. */
const endOfTold = (now: Date, { NOTIFY_REMIND_AT, TIME_ZONE }: Context['config']): Date => {
  const today = dayOf(now, TIME_ZONE)
  const days = now >= instantOf(today, NOTIFY_REMIND_AT, TIME_ZONE) ? 2 : 1
  return new Date(instantOf(addDays(today, days), '00:00', TIME_ZONE).getTime() - 1)
}

export const sendReminders = async (context: Context, stopping?: AbortSignal): Promise<void> => {
  const { clock, config } = context
  const now = clock.now()
  const soon = new Date(now.getTime() + config.NOTIFY_REMIND_HOURS * hourMs)
  // Where the visit is so near that the second reminder is due, the first would only ring twice.
  const windows = [
    ['hours', now, soon],
    ['day', soon, endOfTold(now, config)],
  ] as const
  for (const [which, from, to] of windows)
    for (let coming = await comingUp(context, which, from, to); coming.length && !stopping?.aborted;) {
      await remind(context, which, coming)
      coming = coming.length < batch ? [] : await comingUp(context, which, from, to)
    }
}
