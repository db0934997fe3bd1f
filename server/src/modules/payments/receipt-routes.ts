import { isProblem } from 'shared/kernel/errors'
import { paymentsContract } from 'shared/payments/contract'
import type { Context } from '../../context'
import { type Routes, routes } from '../../http/call'
import { findOwnOrder } from './own-orders'
import { showReceipt } from './receipt'

const { receipt } = paymentsContract

export const receiptRoutes = (context: Context): Routes =>
  routes(
    { receipt },
    {
      receipt: async ({ params: { orderId } }, call) => {
        const order = await findOwnOrder(context, call, orderId)
        return isProblem(order) ? order : showReceipt(context, order, order.personId === call.session.selfPersonId)
      },
    },
  )
