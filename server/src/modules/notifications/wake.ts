/** Wakes this process's messages as soon as a transaction that told something has committed; polling does the rest. */
import type { DataSource, QueryRunner } from 'typeorm'
import type { Wake } from '../../jobs/scheduler'
import { createWake } from '../../jobs/wake'

const told = 'messagesTold'
const wakes = new WeakMap<DataSource, Wake>()

/** The transaction under way on this connection told something. */
export const markTold = ({ data }: QueryRunner): void => void (data[told] = true)

/** One per database connection pool, listening to its commits from the first call on. */
export const wakeMessages = (db: DataSource): Wake => {
  const known = wakes.get(db)
  if (known) return known
  const wake = createWake()
  wakes.set(db, wake)
  db.subscribers.push({
    afterTransactionCommit({ queryRunner }) {
      if (queryRunner.data[told] !== true) return
      delete queryRunner.data[told]
      wake.ring()
    },
  })
  return wake
}
