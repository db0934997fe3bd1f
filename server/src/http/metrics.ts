/** Prometheus metrics of the process and of HTTP; modules register their own gauges on the same registry. */
import { Histogram, Registry, collectDefaultMetrics } from 'prom-client'

export const createMetrics = () => {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const requests = new Histogram({
    name: 'http_request_seconds',
    help: 'Time to answer, by endpoint of the contract and status',
    labelNames: ['endpoint', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers: [registry],
  })
  return { registry, requests }
}
export type Metrics = ReturnType<typeof createMetrics>
