import { isProblem, problem } from 'shared/kernel/errors'
import { paymentsDeskContract } from 'shared/payments/desk-contract'
import type { Context } from '../../context'
import { type Routes, routes } from '../../http/call'
import { recordAccesses } from '../audit'
import { institutionOf } from '../identity'
import { findDeskOrder, refundAtDesk } from './refund-at-desk'
import { showOrder } from './show-order'

export const deskRoutes = (context: Context): Routes => {
  const { db, cipher, clock, config } = context
  return routes(paymentsDeskContract, {
    deskOrder: async ({ params: { appointmentId } }, { session, positions, requestId }) => {
      const order = await findDeskOrder(db, positions, 'appointment', appointmentId)
      if (!order) return problem('not_found')
      const { accountId } = session
      const role = positions[0]!.role
      const who = { accountId, role, institutionId: institutionOf(positions), requestId, purpose: null }
      const look = { at: clock.now(), action: 'desk.order', personId: order.personId, ...who }
      await recordAccesses(db, [look], { onceEvery: 'hour' })
      return showOrder(context, order, accountId)
    },
    refund: async ({ params: { orderId }, body: { amount, reason } }, { session, positions, requestId, write }) => {
      const { accountId } = session
      const statement = cipher.seal(reason, 'statement')
      const staffMax = config.STAFF_REFUND_MAX_FEN
      return write(async tx => {
        const now = clock.now()
        const wanted = { orderId, amount, statement, positions, accountId, requestId, staffMax, now }
        const refunded = await refundAtDesk(tx, wanted)
        return isProblem(refunded) ? refunded : showOrder({ ...context, db: tx }, refunded, accountId)
      })
    },
  })
}
