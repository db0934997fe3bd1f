/** 退费 by staff, within their rights: of their own institution, up to an amount; above it an administrator. */
import * as z from 'zod/mini'
import { endpoint } from '../kernel/endpoint'
import { Id, statement } from '../kernel/schemas'
import { Order } from './model'

const desk = ['staff', 'administrator'] as const

export const paymentsDeskContract = {
  deskOrder: endpoint({
    method: 'GET',
    path: '/desk/appointments/:appointmentId/order',
    summary: 'The order of an appointment at the own institution',
    access: desk,
    params: z.object({ appointmentId: Id }),
    reply: Order,
    errors: ['not_found'],
  }),
  refund: endpoint({
    method: 'POST',
    path: '/desk/orders/:orderId/refunds',
    summary: 'Refund part or all of a paid order, with a reason that the resident reads; audited',
    access: desk,
    params: z.object({ orderId: Id }),
    body: z.object({ amount: z.int().check(z.gte(1)), reason: statement(5, 100) }),
    reply: Order,
    status: 201,
    errors: ['not_found', 'order_not_paid', 'refund_exceeds', 'refund_above_right'],
  }),
} as const
