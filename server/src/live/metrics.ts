/** Open sockets, what was told, why sockets were closed, and whether the other processes hear (docs/operations.md). */
import { Counter, Gauge, type Registry } from 'prom-client'
import type { LiveEvent, liveClose } from 'shared/live/contract'
import type { Bus } from './bus'
import type { Sockets } from './sockets'

export const createLiveMetrics = (sockets: Sockets, bus: Bus) => {
  const opened = new Gauge({
    name: 'live_sockets',
    help: 'Open sockets of this process',
    labelNames: ['state'],
    registers: [],
    collect() {
      const signedIn = [...sockets.all].filter(c => c.signedIn).length
      this.set({ state: 'signed_in' }, signedIn)
      this.set({ state: 'waiting' }, sockets.all.size - signedIn)
    },
  })
  const events = new Counter({
    name: 'live_events_total',
    help: 'Events sent to sockets of this process',
    labelNames: ['type'],
    registers: [],
  })
  const closed = new Counter({
    name: 'live_closed_total',
    help: 'Sockets that were closed, by who ended it and why',
    labelNames: ['why'],
    registers: [],
  })
  const connected = new Gauge({
    name: 'live_bus_connected',
    help: '1 while other processes are told by Redis',
    registers: [],
    collect() {
      this.set(bus.connected?.() ? 1 : 0)
    },
  })
  return {
    sent: (type: LiveEvent['type'], sockets: number): void => events.inc({ type }, sockets),
    closed: (why: keyof typeof liveClose | 'phone'): void => closed.inc({ why }),
    register(registry: Registry): void {
      registry.registerMetric(opened)
      registry.registerMetric(events)
      registry.registerMetric(closed)
      if (bus.connected) registry.registerMetric(connected)
    },
  }
}
