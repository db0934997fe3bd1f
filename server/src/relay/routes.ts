import { isProblem } from 'shared/kernel/errors'
import { relayContract } from 'shared/relay/contract'
import type { Context } from '../context'
import { type Call, type Routes, routes } from '../http/call'
import { recordAccess } from '../modules/audit'
import { institutionOf } from '../modules/identity'
import { readDeadLetters, replay } from './dead-letters'
import { takeNudge } from './hook'
import { reconcile } from './reconcile'
import { readStatus, showReconciliation } from './status'
import { syncNow } from './sync'
import { wakeOf } from './wake'

/** Who did what to the relay; it concerns no person. */
const actOf = (call: Call, at: Date, action: string, details: Record<string, unknown>) => ({
  at,
  action,
  accountId: call.session.accountId,
  role: 'administrator',
  institutionId: institutionOf(call.positions),
  personId: null,
  purpose: null,
  requestId: call.requestId,
  details,
})

export const relayRoutes = (context: Context): Routes => {
  const { db, clock } = context
  return routes(relayContract, {
    relayStatus: () => readStatus(context),
    deadLetters: async () => ({
      deadLetters: (await readDeadLetters(db)).map(({ eventId, kind, businessKey, createdAt, attempts, reason }) => ({
        eventId,
        kind,
        businessKey,
        createdAt: createdAt.toISOString(),
        attempts,
        reason: reason ?? '',
      })),
    }),
    replay: async ({ params: { eventId } }, call) => {
      const result = await call.write(async tx => {
        const now = clock.now()
        const refused = await replay(tx, eventId, now)
        if (!refused) await recordAccess(tx, actOf(call, now, 'relay.replay', { eventId }))
        return refused
      })
      if (!isProblem(result)) wakeOf(db).ring()
      return result
    },
    reconcile: async ({ body: { from, to } }, call) => {
      const done = await reconcile(context, from, to)
      if (isProblem(done)) return done
      const { compared, repaired } = done
      const details = { from, to, compared, repaired, differences: done.differences.length }
      return call.write(async tx => {
        await recordAccess(tx, actOf(call, clock.now(), 'relay.reconcile', details))
        return showReconciliation(done)
      })
    },
    syncNow: async (_request, call) => {
      const done = await syncNow(context)
      if (isProblem(done)) return done
      return call.write(async tx => {
        await recordAccess(tx, actOf(call, clock.now(), 'relay.sync', { changed: done.changed }))
        return done
      })
    },
    countyHook: async (_request, { authorization }) => takeNudge(context, authorization),
  })
}
