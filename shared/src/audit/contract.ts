/** 谁看过我的信息: who saw or changed another person's data, and whether the record of it is whole. */
import * as z from 'zod/mini'
import { endpoint } from '../kernel/endpoint'
import { Count, Day, Id, Instant } from '../kernel/schemas'

export const AccessRow = z.object({
  at: Instant,
  /** Who, in words the person understands: 云溪县人民医院 工作人员 李*. */
  actor: z.string(),
  /** What was done, in words. */
  action: z.string(),
  purpose: z.nullable(z.string()),
})

const administrators = ['administrator'] as const
const page = { before: z.optional(Instant) }

export const auditContract = {
  accesses: endpoint({
    method: 'GET',
    path: '/people/:personId/accesses',
    summary: "Who saw or changed this person's data, newest first",
    access: ['resident'],
    params: z.object({ personId: Id }),
    query: z.object(page),
    reply: z.object({ accesses: z.array(AccessRow), more: z.boolean() }),
    errors: ['not_found'],
  }),
  auditSearch: endpoint({
    method: 'GET',
    path: '/admin/audit',
    summary: 'Audit rows by day range, person or actor; the search itself is audited',
    access: administrators,
    query: z.object({ from: Day, to: Day, personId: z.optional(Id), accountId: z.optional(Id), ...page }),
    reply: z.object({
      rows: z.array(
        z.object({
          at: Instant,
          action: z.string(),
          actor: z.string(),
          accountId: z.nullable(Id),
          personId: z.nullable(Id),
          institutionId: z.nullable(z.string()),
          requestId: z.nullable(z.string()),
        }),
      ),
      more: z.boolean(),
    }),
    errors: ['range_invalid'],
  }),
  auditSeal: endpoint({
    method: 'GET',
    path: '/admin/audit/seal',
    summary: 'Checks the hash chain over all sealed batches',
    access: administrators,
    reply: z.object({
      whole: z.boolean(),
      sealedRows: Count,
      unsealedRows: Count,
      lastSealedAt: z.nullable(Instant),
      brokenBatches: z.array(
        z.object({ batch: Count, why: z.enum(['row_changed', 'row_missing', 'row_added', 'chain_broken']) }),
      ),
    }),
  }),
} as const
