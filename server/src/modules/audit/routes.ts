import { auditContract } from 'shared/audit/contract'
import { problem } from 'shared/kernel/errors'
import { dayOf } from '../../clock'
import type { Context } from '../../context'
import { type Call, type Routes, routes } from '../../http/call'
import { auditedAs, institutionOf, mayActFor } from '../identity'
import { readAccesses } from './accesses'
import { checkSeal } from './check-seal'
import { recordAccess, recordAccesses } from './record'
import { searchAudit } from './search'

const lookOf = (call: Call, at: Date, action: string, personId: string | null) => ({
  at,
  action,
  accountId: call.session.accountId,
  role: call.positions[0]?.role ?? 'resident',
  institutionId: institutionOf(call.positions),
  personId,
  purpose: null,
  requestId: call.requestId,
})

export const auditRoutes = (context: Context): Routes => {
  const { db, cipher, clock, config } = context
  return routes(auditContract, {
    accesses: async ({ params: { personId }, query: { before } }, call) => {
      const now = clock.now()
      const acting = await mayActFor(db, call.session, personId, 'records', dayOf(now, config.TIME_ZONE))
      if (!acting) return problem('not_found')
      const shown = await readAccesses(db, cipher, personId, before ? new Date(before) : undefined)
      if (acting.basis !== 'self') {
        const look = { ...lookOf(call, now, 'audit.accesses', personId), ...auditedAs(acting) }
        await recordAccesses(db, [look], { onceEvery: 'hour' })
      }
      return shown
    },
    auditSearch: async ({ query }, call) => {
      const { from, to, accountId } = query
      const look = lookOf(call, clock.now(), 'audit.search', query.personId ?? null)
      await recordAccess(db, { ...look, details: { from, to, ...(accountId && { accountId }) } })
      return searchAudit(context, query)
    },
    auditSeal: () => checkSeal(context),
  })
}
