import type { DataSource } from 'typeorm'
import { recordAccesses } from '../../audit'
import { auditedAs, groundsFor } from '../../identity'
import type { Acting } from '../actor'

/** Who looks at another person's bookings leaves a row that the person can read; once an hour is enough. */
export const noteReads = async (
  db: DataSource,
  { session, requestId, now, today }: Acting,
  personIds: readonly string[],
): Promise<void> => {
  const others = [...new Set(personIds)].filter(id => id !== session.selfPersonId)
  if (!others.length) return
  const grounds = await groundsFor(db, session, 'appointments', today)
  await recordAccesses(
    db,
    others.flatMap(personId => {
      const ground = grounds.get(personId)
      if (!ground) return []
      const who = { accountId: session.accountId, requestId, ...auditedAs(ground) }
      return [{ at: now, action: 'appointments.list', personId, ...who }]
    }),
    { onceEvery: 'hour' },
  )
}
