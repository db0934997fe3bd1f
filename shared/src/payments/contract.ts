/** Orders as residents pay them. Other features open the orders; here they are paid, looked at and kept as receipts. */
import * as z from 'zod/mini'
import { endpoint } from '../kernel/endpoint'
import { Fen, Id, Instant } from '../kernel/schemas'
import { Order, OrderLine, PaymentParameters } from './model'

const resident = ['resident'] as const
const order = z.object({ orderId: Id })

export const paymentsContract = {
  orders: endpoint({
    method: 'GET',
    path: '/orders',
    summary: 'Orders of the people one acts for, newest first, those that wait for payment on top',
    access: resident,
    query: z.object({ before: z.optional(Instant) }),
    reply: z.object({ orders: z.array(OrderLine), next: z.nullable(Instant) }),
  }),
  order: endpoint({
    method: 'GET',
    path: '/orders/:orderId',
    summary: 'One order as our books have it',
    access: resident,
    params: order,
    reply: Order,
    errors: ['not_found'],
  }),
  pay: endpoint({
    method: 'POST',
    path: '/orders/:orderId/payment',
    summary: 'What the phone needs to open WeChat Pay; a repeat is the same prepayment',
    access: resident,
    params: order,
    reply: z.object({ amount: Fen, payBefore: Instant, parameters: PaymentParameters }),
    errors: ['not_found', 'order_paid', 'order_closed', 'payment_unavailable'],
    idempotency: 'none',
  }),
  checkOrder: endpoint({
    method: 'POST',
    path: '/orders/:orderId/check',
    summary: 'One order after WeChat was asked about it; what the phone says about success is only a hint',
    access: resident,
    params: order,
    reply: Order,
    errors: ['not_found'],
    idempotency: 'none',
  }),
  wechatPayNotice: endpoint({
    method: 'POST',
    path: '/wechat-pay/notices',
    summary: 'WeChat Pay tells of a payment or a refund, signed and encrypted; anything else is refused',
    access: 'public',
    errors: ['notice_refused'],
    idempotency: 'none',
  }),
  receipt: endpoint({
    method: 'GET',
    path: '/orders/:orderId/receipt',
    summary: 'The receipt of a paid order',
    access: resident,
    params: order,
    reply: z.object({
      orderId: Id,
      /** Ours, as shown on the receipt and in WeChat's bill. */
      outTradeNo: z.string(),
      transactionId: z.string(),
      payee: z.string(),
      /** 统一社会信用代码, when the directory knows it. */
      payeeCode: z.nullable(z.string()),
      personName: z.string(),
      items: z.array(z.object({ name: z.string(), amount: Fen })),
      amount: Fen,
      /** 壹拾伍元整. */
      amountInWords: z.string(),
      refunded: Fen,
      paidAt: Instant,
    }),
    errors: ['not_found', 'order_not_paid'],
  }),
} as const
