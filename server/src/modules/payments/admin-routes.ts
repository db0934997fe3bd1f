import { isProblem, problem } from 'shared/kernel/errors'
import { paymentsAdminContract } from 'shared/payments/admin-contract'
import type { Context } from '../../context'
import { type Routes, routes } from '../../http/call'
import { explain } from './bills/explain'
import { exportDay } from './bills/export-day'
import { reconcileDay } from './bills/reconcile-day'
import { isKnownDay, showDay, showDays, showDifferences } from './bills/show-days'
import type { PurposeOwners } from './purpose-owner'

/** 对账: the administrator's days, differences and tables. */
export const adminRoutes = (context: Context, owners: PurposeOwners): Routes =>
  routes(paymentsAdminContract, {
    paymentDays: () => showDays(context),
    paymentDay: ({ params: { day } }) => showDay(context, day),
    reconcileDay: async ({ params: { day } }) => {
      if (!(await isKnownDay(context, day))) return problem('not_found')
      const outcome = await reconcileDay(context, owners, day)
      return outcome === 'unavailable' ? problem('payment_unavailable') : showDay(context, day)
    },
    explainDifference: async ({ params, body }, { session, positions, requestId, write }) => {
      const by = { accountId: session.accountId, institutionId: positions[0]!.institutionId, requestId }
      const note = context.cipher.seal(body.note, 'statement')
      return write(async tx => {
        const explained = await explain(tx, { ...params, note, ...by, now: context.clock.now() })
        if (isProblem(explained)) return explained
        return (await showDifferences(context, [explained]))[0]!
      })
    },
    exportDay: ({ params: { day } }, { session, positions, requestId }) =>
      exportDay(context, day, {
        accountId: session.accountId,
        institutionId: positions[0]!.institutionId,
        requestId,
      }),
  })
