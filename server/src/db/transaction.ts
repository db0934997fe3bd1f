/** One transaction: repeated on deadlock, rolled back by a Problem as by an error. */
import type { DataSource, EntityManager } from 'typeorm'
import { type Problem, isProblem } from 'shared/kernel/errors'

export type Tx = EntityManager
/** For reads that may run inside a transaction or outside. */
export type Db = DataSource | Tx
export const managerOf = (db: Db): Tx => ('manager' in db ? db.manager : (db as Tx))

/** Deadlock, lock wait, "record has changed since last read" (MariaDB ≥ 11.6), write conflict (TiDB). */
const repeatable = new Set([1213, 1205, 1020, 9007])
const attempts = 8

/** The engine's error number behind whatever wraps it, if any. */
export const errnoOf = (error: unknown): number | undefined => {
  const e = error as { errno?: number; driverError?: { errno?: number } } | null
  return e?.driverError?.errno ?? e?.errno
}
export const isDuplicate = (error: unknown): boolean => errnoOf(error) === 1062

class RolledBack {
  constructor(readonly problem: Problem) {}
}

/**
 * Runs `work` in one transaction (READ COMMITTED, set per connection). A Problem that `work` returns rolls it back and
 * is returned. `work` may run several times: it must do nothing but database work.
 */
export const transaction = async <T>(db: DataSource, work: (tx: Tx) => Promise<T>): Promise<T> => {
  for (let attempt = 1; ; attempt++) {
    try {
      return await db.transaction(async tx => {
        const result = await work(tx)
        if (isProblem(result)) throw new RolledBack(result)
        return result
      })
    } catch (error) {
      if (error instanceof RolledBack) return error.problem as T
      if (attempt >= attempts || !repeatable.has(errnoOf(error) ?? 0)) throw error
      await new Promise(resolve => setTimeout(resolve, Math.random() * 5 * 2 ** attempt))
    }
  }
}
