import { isProblem, problem } from 'shared/kernel/errors'
import { paymentsContract } from 'shared/payments/contract'
import type { Context } from '../../context'
import { type Routes, routes } from '../../http/call'
import { contactsOf } from '../identity'
import { checkOrder } from './check-order'
import { takeNotice } from './notice'
import { findOwnOrder, listOwnOrders } from './own-orders'
import { prepay } from './prepay'
import type { PurposeOwners } from './purpose-owner'
import { showOrder, showOrders } from './show-order'

const { orders, order, pay, checkOrder: check } = paymentsContract

export const residentRoutes = (context: Context, owners: PurposeOwners): Routes =>
  routes(
    { orders, order, pay, checkOrder: check },
    {
      orders: async ({ query: { before } }, call) => {
        const listed = await listOwnOrders(context, call, before ? new Date(before) : null)
        return {
          orders: await showOrders(context, listed.orders, call.session.accountId),
          next: listed.next?.toISOString() ?? null,
        }
      },
      order: async ({ params: { orderId } }, call) => {
        const own = await findOwnOrder(context, call, orderId)
        return isProblem(own) ? own : showOrder(context, own, call.session.accountId)
      },
      pay: async ({ params: { orderId } }, call) => {
        const own = await findOwnOrder(context, call, orderId)
        if (isProblem(own)) return own
        const { accountId } = call.session
        const openid = (await contactsOf(context.db, context.cipher, [accountId])).get(accountId)?.openid
        if (!context.pay || !openid) return problem('payment_unavailable')
        const prepaid = await prepay(context, owners, orderId, { accountId, openid })
        if (isProblem(prepaid)) return prepaid
        const parameters = context.pay.payParameters(prepaid.prepayId)
        return { amount: own.amount, payBefore: own.validUntil.toISOString(), parameters }
      },
      checkOrder: async ({ params: { orderId } }, call) => {
        const own = await findOwnOrder(context, call, orderId)
        if (isProblem(own)) return own
        return showOrder(context, await checkOrder(context, owners, orderId), call.session.accountId)
      },
    },
  )

const { wechatPayNotice } = paymentsContract

/** Where WeChat tells of payments and refunds (WECHAT_PAY_NOTIFY_URL). */
export const noticeRoutes = (context: Context, owners: PurposeOwners): Routes =>
  routes({ wechatPayNotice }, { wechatPayNotice: (_, { raw, headers }) => takeNotice(context, owners, raw, headers) })
