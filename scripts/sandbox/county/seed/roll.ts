import { DateTime } from 'luxon'
import { type Resource } from '../resource'
import { type Store } from '../store'
import { buildDoctors } from './doctors'
import { buildSessions } from './sessions'

const CHECK_MS = 60_000

/** The county's day at an instant (ms), YYYY-MM-DD. */
export const dayAt = (at: number): string => DateTime.fromMillis(at, { zone: 'Asia/Shanghai' }).toISODate()!

/** Lays out the sessions of the coming days, and of one more day whenever a day has passed in the county. */
export function rollSessions(store: Store, options: { seedDate?: string; days: number; now: () => number }) {
  const doctors = buildDoctors()
  const today = (): string => dayAt(options.now())

  /** @param from first day, YYYY-MM-DD; days laid out before stay as they are */
  function layOut(from: string): void {
    for (let day = 0; day < options.days; day++) {
      const date = DateTime.fromISO(from, { zone: 'Asia/Shanghai' }).plus({ days: day }).toISODate()!
      if (store.fact(`laid-out:${date}`)) continue
      store.atomically(() => {
        for (const resource of buildSessions(doctors, date)) store.put(resource.id!, resource as unknown as Resource)
        store.setFact(`laid-out:${date}`, true)
      })
    }
  }

  layOut(options.seedDate ?? today())
  const timer = options.seedDate ? undefined : setInterval(() => layOut(today()), CHECK_MS)
  timer?.unref()
  return { layOut, stop: () => clearInterval(timer) }
}
