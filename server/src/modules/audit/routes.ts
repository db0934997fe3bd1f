import { auditContract } from 'shared/audit/contract'
import { problem } from 'shared/kernel/errors'
import type { Context } from '../../context'
import { type Routes, routes } from '../../http/call'

export const auditRoutes = (_context: Context): Routes =>
  routes(auditContract, {
    accesses: async () => problem('unavailable'),
    auditSearch: async () => problem('unavailable'),
    auditSeal: async () => problem('unavailable'),
  })
