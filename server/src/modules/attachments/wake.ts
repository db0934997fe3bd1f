/** What was just uploaded is asked about at once; polling does the rest. */
import type { DataSource } from 'typeorm'
import type { Wake } from '../../jobs/scheduler'
import { createWake } from '../../jobs/wake'

const wakes = new WeakMap<DataSource, Wake>()

/** One per database connection pool. */
export const wakeChecks = (db: DataSource): Wake => {
  const wake = wakes.get(db) ?? createWake()
  wakes.set(db, wake)
  return wake
}
