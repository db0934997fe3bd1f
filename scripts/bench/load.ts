/** Clients that ask as fast as they are answered, over kept connections. */
import { Pool } from 'undici'

export interface Ask {
  method: 'GET' | 'POST'
  path: string
  headers: Record<string, string>
  body?: string
}
export interface Measured {
  /** Answers of the wanted status a second. */
  perSecond: number
  counts: Record<number, number>
  /** Milliseconds of the wanted answers. */
  p50: number
  p99: number
}

const quantile = (sorted: number[], q: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? 0

/**
 * `clients` ask one after another for `seconds`, or until `next` has nothing more to ask.
 * @param next the n-th request of the run, undefined when there is none left
 * @param wanted status of the answers that count
 */
export const load = async (
  url: string,
  { clients, seconds, wanted }: { clients: number; seconds: number; wanted: number },
  next: (n: number) => Ask | undefined,
): Promise<Measured> => {
  const pool = new Pool(url, { connections: clients, pipelining: 1 })
  const counts: Record<number, number> = {}
  const times: number[] = []
  const started = performance.now()
  const ends = started + seconds * 1000
  let asked = 0
  const client = async (): Promise<void> => {
    while (performance.now() < ends) {
      const ask = next(asked++)
      if (!ask) return
      const began = performance.now()
      const { statusCode, body } = await pool.request(ask)
      await body.dump()
      counts[statusCode] = (counts[statusCode] ?? 0) + 1
      if (statusCode === wanted) times.push(performance.now() - began)
    }
  }
  await Promise.all(Array.from({ length: clients }, client))
  const took = (performance.now() - started) / 1000
  await pool.close()
  times.sort((a, b) => a - b)
  return { perSecond: times.length / took, counts, p50: quantile(times, 0.5), p99: quantile(times, 0.99) }
}

export const median = (list: number[]): number => [...list].sort((a, b) => a - b)[Math.floor((list.length - 1) / 2)]!
