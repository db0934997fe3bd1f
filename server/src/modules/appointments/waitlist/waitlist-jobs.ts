/** What nobody's request does for the wait-list: offer numbers that came free otherwise, end what ran out. */
import { LessThanOrEqual } from 'typeorm'
import { dayOf } from '../../../clock'
import type { Context } from '../../../context'
import { transaction } from '../../../db/transaction'
import { problem } from 'shared/kernel/errors'
import type { Job } from '../../../jobs/scheduler'
import { endEntry } from './end-entry'
import { type Offerable, claimFirst, holdFor } from './offer-number'
import { WaitlistEntry } from '../waitlist-entry.entity'

const batch = 200

interface Free {
  slot_id: string
  session_id: string
  institution_id: string
  day: string
  numbers: number
}

/** Slots with public numbers whose session somebody waits for: returned reserved numbers, capacity that was added. */
const freeButWaitedFor = ({ db }: Context, now: Date): Promise<Free[]> =>
  db.query(
    `SELECT sl.slot_id, sl.session_id, w.institution_id, DATE_FORMAT(w.day, '%Y-%m-%d') AS day,
       MAX(sl.public_remaining) AS numbers
     FROM waitlist_entry w
     JOIN appointment_slot sl ON sl.session_id = w.session_id
     WHERE w.state = 'waiting' AND sl.state = 'open' AND sl.public_remaining > 0 AND sl.starts_at > ?
     GROUP BY sl.slot_id, sl.session_id, w.institution_id, w.day, sl.starts_at ORDER BY sl.starts_at LIMIT ?`,
    [now, batch],
  )

/** @returns whether a number was kept for somebody. */
const offerOne = async ({ db, clock, config }: Context, slot: Offerable): Promise<boolean> => {
  const offered = await transaction(db, async tx => {
    const claimed = await claimFirst(tx, slot, clock.now(), config.TIME_ZONE)
    return claimed !== null && (await holdFor(tx, claimed, slot.slotId)) ? true : problem('waitlist_not_full')
  })
  return offered === true
}

export const offerFreeNumbers = async (context: Context): Promise<void> => {
  for (const { slot_id, session_id, institution_id, day, numbers } of await freeButWaitedFor(
    context,
    context.clock.now(),
  )) {
    const slot = { slotId: slot_id, sessionId: session_id, institutionId: institution_id, day }
    for (let n = 0; n < Number(numbers) && (await offerOne(context, slot)); n++);
  }
}

/** Offers not taken in time pass on; who still waits when the day comes waits in vain. */
export const endDueEntries = async ({ db, clock, config }: Context): Promise<void> => {
  const now = clock.now()
  const zone = config.TIME_ZONE
  const due = await db.getRepository(WaitlistEntry).find({
    where: [
      { state: 'offered', offerExpiresAt: LessThanOrEqual(now) },
      { state: 'waiting', day: LessThanOrEqual(dayOf(now, zone)) },
    ],
    order: { createdAt: 'ASC' },
    take: batch,
  })
  for (const entry of due) await transaction(db, tx => endEntry(tx, entry, 'expired', now, zone))
}

export const waitlistJobs = (context: Context): Job[] => [
  {
    name: 'appointments-waitlist-offers',
    does: '有号退回时，按顺序让给候补的人',
    everySeconds: 30,
    leaseSeconds: 120,
    run: () => offerFreeNumbers(context),
  },
  {
    name: 'appointments-waitlist-expiry',
    does: '候补的人没有按时答复，让给下一位',
    everySeconds: 30,
    leaseSeconds: 120,
    run: () => endDueEntries(context),
  },
]
