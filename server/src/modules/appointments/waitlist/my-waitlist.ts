import { In, MoreThanOrEqual } from 'typeorm'
import { peopleOf } from '../../identity'
import type { Acting } from '../actor'
import { WaitlistEntry } from '../waitlist-entry.entity'

/** Entries of everyone the account may act for, of days that are still to come; the nearest day first. */
export const myWaitlist = async (
  { db, session, today }: Acting,
  states: WaitlistEntry['state'][] = ['waiting', 'offered', 'accepted', 'declined', 'expired', 'cancelled'],
): Promise<WaitlistEntry[]> => {
  const personIds = await peopleOf(db, session, 'appointments', today)
  return db.getRepository(WaitlistEntry).find({
    where: { personId: In(personIds), day: MoreThanOrEqual(today), state: In(states) },
    order: { day: 'ASC', createdAt: 'ASC' },
  })
}
