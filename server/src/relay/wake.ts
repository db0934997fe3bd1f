/** Wakes this process's delivery as soon as a transaction that wrote to the outbox has committed; polling does the rest. */
import type { DataSource } from 'typeorm'
import type { Wake } from '../jobs/scheduler'
import { createWake } from '../jobs/wake'
import { hasHappened } from './outbox'

const wakes = new WeakMap<DataSource, Wake>()

/** One per database connection pool, listening to its commits from the first call on. */
export const wakeOf = (db: DataSource): Wake => {
  const known = wakes.get(db)
  if (known) return known
  const wake = createWake()
  wakes.set(db, wake)
  db.subscribers.push({
    afterTransactionCommit({ queryRunner }) {
      if (hasHappened(queryRunner)) wake.ring()
    },
  })
  return wake
}
