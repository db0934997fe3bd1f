/**
 * Many callers, few statements: what is asked while a statement runs is asked together by the next one. A lone caller
 * waits for nobody; a rush costs hardly more than one. Nobody is answered from a statement that began before they asked.
 */
import { DataSource } from 'typeorm'
import type { Db } from './transaction'

interface Waiting<K, V> {
  key: K
  resolve(value: V): void
  reject(error: unknown): void
}

export interface Rounds {
  /** Keys of one round at most. */
  most: number
  /** Rounds under way at once: one makes the largest rounds, more keep one that waits for a lock from holding up all. */
  underWay: number
}

/** @param run answers each key in its place; an error is everybody's of that round */
export const createBatcher = <K, V>(
  run: (keys: K[]) => Promise<V[]>,
  { most, underWay }: Rounds,
): ((key: K) => Promise<V>) => {
  const waiting: Waiting<K, V>[] = []
  let running = 0
  const round = async (): Promise<void> => {
    if (running >= underWay || !waiting.length) return
    const some = waiting.splice(0, most)
    running++
    try {
      const values = await run(some.map(w => w.key))
      some.forEach((w, n) => w.resolve(values[n]!))
    } catch (error) {
      some.forEach(w => w.reject(error))
    }
    running--
    await round()
  }
  return key =>
    new Promise((resolve, reject) => {
      waiting.push({ key, resolve, reject })
      // Requests that were read from the sockets in one turn go together.
      setImmediate(() => void round())
    })
}

/**
 * A question asked together outside of transactions, and alone inside one: there it must see the transaction's own
 * writes.
 */
export const batched = <K, V>(run: (db: Db, keys: K[]) => Promise<V[]>) => {
  const known = new WeakMap<DataSource, (key: K) => Promise<V>>()
  return async (db: Db, key: K): Promise<V> => {
    if (!(db instanceof DataSource)) return (await run(db, [key]))[0]!
    const ask = known.get(db) ?? createBatcher<K, V>(keys => run(db, keys), { most: 64, underWay: 3 })
    known.set(db, ask)
    return ask(key)
  }
}
