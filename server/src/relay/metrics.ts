/** What operations watch (docs/operations.md): backlog, lag, dead letters, breaker, deliveries. */
import { Counter, Gauge, type Registry } from 'prom-client'
import type { Context } from '../context'
import { fhirClientOf } from './fhir/client'
import { type Backlog, readBacklog } from './delivery-status'
import { deliveredHere } from './worker'

const breakerValues = { closed: 0, half_open: 1, open: 2 }
/** One look at the database serves all gauges of a scrape. */
const freshMs = 1_000

export const relayMetrics = ({ db, clock, config }: Context, registry: Registry): void => {
  let last: { at: number; backlog: Promise<Backlog> } | undefined
  const backlog = (): Promise<Backlog> => {
    if (!last || Date.now() - last.at > freshMs) last = { at: Date.now(), backlog: readBacklog(db, clock.now()) }
    return last.backlog
  }
  const gauge = (name: string, help: string, read: () => Promise<number>) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      // A database that is away must not take the other metrics with it.
      async collect() {
        this.set(await read().catch(() => NaN))
      },
    })
  gauge('relay_backlog', 'Events that wait for the county platform', async () => (await backlog()).waiting)
  gauge('relay_lag_seconds', 'Age of the oldest event that waits', async () => (await backlog()).lagSeconds)
  gauge('relay_dead_letters', 'Events the county platform refused for good', async () => (await backlog()).deadLetters)
  gauge(
    'relay_breaker',
    'Breaker to the county platform: 0 closed, 1 half open, 2 open',
    async () => breakerValues[fhirClientOf(config).breaker()],
  )
  new Counter({
    name: 'relay_delivered_total',
    help: 'Events this process delivered',
    registers: [registry],
    collect() {
      this.reset()
      this.inc(deliveredHere(db))
    },
  })
}
