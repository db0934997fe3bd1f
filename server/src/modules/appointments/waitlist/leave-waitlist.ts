import { type Problem, problem } from 'shared/kernel/errors'
import { recordAccess } from '../../audit'
import { type Acting, findActor, accessBy } from '../actor'
import type { Write } from '../bookings/book'
import { endEntry } from './end-entry'
import { WaitlistEntry } from '../waitlist-entry.entity'

/** Leaves the wait-list, or declines what was offered. */
export const leaveWaitlist = async (
  acting: Acting,
  write: Write,
  entryId: string,
): Promise<void | Problem<'not_found'>> => {
  const { db, now, zone } = acting
  const known = await db.getRepository(WaitlistEntry).findOneBy({ entryId })
  const actor = known && (await findActor(acting, known.personId))
  if (!actor) return problem('not_found')
  return write(async tx => {
    // Read again: an offer may have come meanwhile.
    const entry = await tx.findOneByOrFail(WaitlistEntry, { entryId })
    if (entry.state !== 'waiting' && entry.state !== 'offered') return problem('not_found')
    const left = await endEntry(tx, entry, entry.state === 'offered' ? 'declined' : 'cancelled', now, zone)
    if (!left) return problem('not_found')
    await recordAccess(tx, {
      at: now,
      action: 'appointments.leave-waitlist',
      ...accessBy(actor, entry.institutionId, { entryId }),
    })
    return undefined
  })
}
