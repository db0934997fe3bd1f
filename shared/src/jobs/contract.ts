/** What runs by itself, as the administrator sees it. */
import * as z from 'zod/mini'
import { endpoint } from '../kernel/endpoint'
import { Count, Instant } from '../kernel/schemas'

const administrators = ['administrator'] as const

const Job = z.object({
  name: z.string(),
  /** What it does, in plain words. */
  does: z.string(),
  everySeconds: z.number(),
  state: z.enum(['idle', 'running', 'late', 'failed']),
  lastStartedAt: z.nullable(Instant),
  lastFinishedAt: z.nullable(Instant),
  tookMs: z.nullable(Count),
  nextRunAt: z.nullable(Instant),
  lastError: z.nullable(z.string()),
  /** Runs that failed one after another. */
  failures: Count,
})

export const jobsContract = {
  jobs: endpoint({
    method: 'GET',
    path: '/admin/jobs',
    summary: 'Each job: last run, next run, how long it took, what failed',
    access: administrators,
    reply: z.object({ jobs: z.array(Job) }),
  }),
  runJob: endpoint({
    method: 'POST',
    path: '/admin/jobs/:name/run',
    summary: 'Let a job run as soon as it can',
    access: administrators,
    params: z.object({ name: z.string().check(z.regex(/^[a-z][a-z-]{1,63}$/)) }),
    errors: ['not_found'],
  }),
} as const
