/** The administrator's view of what goes to the county platform and comes from it. */
import * as z from 'zod/mini'
import { endpoint } from '../kernel/endpoint'
import { Count, Day, Id, Instant } from '../kernel/schemas'

/** What a person sees of one record's way to the county platform. */
export const Receipt = z.discriminatedUnion('state', [
  z.object({ state: z.literal('waiting') }),
  z.object({ state: z.literal('delivered'), at: Instant }),
  z.object({ state: z.literal('refused'), why: z.string() }),
])
export type Receipt = z.infer<typeof Receipt>

const Reconciliation = z.object({
  reconciliationId: Id,
  from: Day,
  to: Day,
  finishedAt: z.nullable(Instant),
  compared: Count,
  repaired: Count,
  differences: z.array(
    z.object({
      businessKey: z.string(),
      kind: z.enum(['missing_there', 'missing_here', 'status_differs', 'duplicate_there']),
      repaired: z.boolean(),
    }),
  ),
})
const DeadLetter = z.object({
  eventId: Id,
  kind: z.string(),
  businessKey: z.string(),
  createdAt: Instant,
  attempts: Count,
  reason: z.string(),
})

const administrators = ['administrator'] as const

export const relayContract = {
  relayStatus: endpoint({
    method: 'GET',
    path: '/admin/relay',
    summary: 'Backlog, lag, dead letters, breaker and the last reconciliation and syncs',
    access: administrators,
    reply: z.object({
      backlog: Count,
      /** Age of the oldest event that waits, seconds. */
      lagSeconds: Count,
      deadLetters: Count,
      deliveredToday: Count,
      breaker: z.enum(['closed', 'open', 'half_open']),
      platformUrl: z.string(),
      lastSync: z.nullable(z.object({ at: Instant, outcome: z.enum(['ok', 'failed']), changed: Count })),
      lastReconciliation: z.nullable(Reconciliation),
    }),
  }),
  deadLetters: endpoint({
    method: 'GET',
    path: '/admin/relay/dead-letters',
    summary: 'Events the platform refused for good, with its reason',
    access: administrators,
    reply: z.object({ deadLetters: z.array(DeadLetter) }),
  }),
  replay: endpoint({
    method: 'POST',
    path: '/admin/relay/dead-letters/:eventId/replay',
    summary: 'Send a refused event again',
    access: administrators,
    params: z.object({ eventId: Id }),
    errors: ['not_found'],
  }),
  reconcile: endpoint({
    method: 'POST',
    path: '/admin/relay/reconciliations',
    summary: 'Compare both sides for a day range and repair or list every difference',
    access: administrators,
    body: z.object({ from: Day, to: Day }),
    reply: Reconciliation,
    errors: ['range_invalid', 'county_platform_unavailable'],
  }),
  countyHook: endpoint({
    method: 'POST',
    path: '/county-hook',
    summary: 'Nudge by a Subscription of the county platform (`Authorization: Bearer <COUNTY_HOOK_SECRET>`): pull now',
    access: 'public',
    idempotency: 'none',
  }),
  syncNow: endpoint({
    method: 'POST',
    path: '/admin/relay/sync',
    summary: 'Pull directory and schedules now',
    access: administrators,
    reply: z.object({ changed: Count }),
    errors: ['county_platform_unavailable'],
  }),
} as const
