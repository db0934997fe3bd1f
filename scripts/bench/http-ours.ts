/** The HTTP layer as the server has it (limits, log, headers, schemas on both sides), with a handler that does nothing. */
import { readConfig } from 'server/config'
import { createLogger } from 'server/app'
import { systemClock } from 'server/clock'
import type { Context } from 'server/context'
import { routes } from 'server/http/call'
import type { Idempotency } from 'server/http/idempotency'
import { createLimits } from 'server/http/limits'
import { createMetrics } from 'server/http/metrics'
import { mount } from 'server/http/mount'
import { createHttpServer } from 'server/http/server'
import { endpoint } from 'shared/kernel/endpoint'
import * as z from 'zod/mini'

const body = z.object({ name: z.string().check(z.maxLength(40)), items: z.array(z.int()).check(z.maxLength(50)) })
const contract = {
  echo: endpoint({
    method: 'POST',
    path: '/echo',
    summary: 'Adds up',
    access: 'public',
    body,
    reply: z.object({ greeting: z.string(), sum: z.int(), items: z.array(z.int()) }),
    idempotency: 'none',
  }),
} as const

const config = readConfig(process.env)
// The layer's own parts only: nothing here asks a database, WeChat or the county.
const context = { config, clock: systemClock, log: createLogger(config) } as Context
const echo = routes(contract, {
  echo: async request => ({
    greeting: request.body.name,
    sum: request.body.items.reduce((a, b) => a + b, 0),
    items: request.body.items,
  }),
})
const api = mount([echo], {
  context,
  limits: createLimits(config),
  authenticate: () => Promise.reject(new Error('nobody signs in here')),
  // No endpoint here takes a key.
  idempotency: {} as Idempotency,
})
createHttpServer({ context, metrics: createMetrics(), api, healthy: async () => true, document: () => '{}' }).listen(
  config.PORT,
  config.HOST,
)
process.once('SIGTERM', () => process.exit(0))
