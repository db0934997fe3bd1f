import type { DataSource } from 'typeorm'
import { recordAccesses } from '../../audit'
import type { Acting } from '../actor'

/** Who looks at another person's bookings leaves a row that the person can read; once an hour is enough. */
export const noteReads = async (
  db: DataSource,
  { session, requestId, now }: Acting,
  personIds: readonly string[],
): Promise<void> => {
  const others = [...new Set(personIds)].filter(id => id !== session.selfPersonId)
  await recordAccesses(
    db,
    others.map(personId => ({
      at: now,
      action: 'appointments.list',
      accountId: session.accountId,
      role: 'resident',
      institutionId: null,
      personId,
      purpose: null,
      requestId,
    })),
    { onceEvery: 'hour' },
  )
}
