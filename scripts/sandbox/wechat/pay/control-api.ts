import type Router from '@koa/router'
import { type Context } from 'koa'
import { z } from 'zod'
import { refuse } from '../refuse'
import { requestBody } from '../request-body'
import { type Sandbox } from '../sandbox'
import { faultCommand } from './faults'
import { payOrder } from './orders'
import { type Callback, refundStatuses } from './records'
import { settleRefund } from './refunds'
import { prepayIdOf } from './request-payment'

const settingsCommand = z.strictObject({
  answersSignedBy: z.enum(['public-key', 'certificate']).optional(),
  callbacksSignedBy: z.enum(['public-key', 'certificate']).optional(),
  callbacks: z.enum(['sent', 'held']).optional(),
  callbackOrigin: z
    .url({ protocol: /^https?$/ })
    .nullable()
    .optional(),
  refundSeconds: z.number().min(0).optional(),
  feeBasisPoints: z.int().min(0).max(10_000).optional(),
})

/**
 * WeChat Pay's misbehaviour on command, and what a test wants to know.
 * POST /__pay/control, one of: a fault `{on, what, times?, …}` (faults.ts), `{clear: true}`, `{settings: {…}}` (pay.ts).
 */
export function payControlApi(router: Router, sandbox: Sandbox): void {
  const { pay } = sandbox
  const state = () => ({ mchid: pay.keys.mchid, settings: pay.settings, faults: pay.faults.active() })

  router.get('/__pay/control', context => void (context.body = state()))

  router.post('/__pay/control', context => {
    const command = requestBody(context)
    if (command.clear === true) pay.faults.clear()
    else if ('settings' in command) {
      const read = settingsCommand.safeParse(command.settings)
      if (!read.success) return refuse(context, 400, z.prettifyError(read.error))
      Object.assign(pay.settings, read.data)
    } else {
      const read = faultCommand.safeParse(command)
      if (!read.success) return refuse(context, 400, z.prettifyError(read.error))
      pay.faults.add(read.data)
    }
    context.body = state()
  })

  router.get('/__pay/books', context => {
    const { books } = pay
    context.body = { orders: books.orders(), refunds: books.refunds(), callbacks: books.callbacks() }
  })

  callbackRoutes(router, sandbox)
  phoneRoutes(router, sandbox)
}

function callbackRoutes(router: Router, { pay, callbacks }: Sandbox): void {
  const chosen = (context: Context): Callback[] => {
    const { id, about } = requestBody(context)
    return pay.books.callbacks().filter(one => (id ?? one.id) === one.id && (about ?? one.about) === one.about)
  }

  router.get('/__pay/callbacks/sent', context => void (context.body = callbacks.sent()))

  // Refunds go on and callbacks go out as the clock says; the answer comes when nothing is left to do.
  router.post('/__pay/settle', async context => {
    await callbacks.settle()
    context.body = {}
  })

  // Those named by `id` or `about`, else all that wait; `copies` at once.
  router.post('/__pay/callbacks/deliver', async context => {
    const { id, about, copies = 1 } = requestBody(context)
    if (!Number.isInteger(copies) || Number(copies) < 1) return refuse(context, 400, 'copies: an integer from 1')
    const due = id === undefined && about === undefined ? pay.books.undelivered() : chosen(context)
    context.body = await callbacks.deliver(due, Number(copies))
  })

  // The first message that went out about it, byte by byte, old signature and all.
  router.post('/__pay/callbacks/replay', async context => {
    const { id, about } = requestBody(context)
    const earlier = callbacks
      .sent()
      .find(one => (id ?? one.callbackId) === one.callbackId && (about ?? one.about) === one.about)
    if (!earlier) return refuse(context, 404, 'nothing was sent about it yet')
    context.body = await callbacks.replay(earlier)
  })
}

function phoneRoutes(router: Router, sandbox: Sandbox): void {
  const { pay, mailbox, callbacks } = sandbox

  // `prepay_id`, or `parameters`: all that wx.requestPayment is given, whose paySign is then checked.
  router.post('/sandbox/pay', context => {
    const { prepay_id: prepayId, parameters, openid, persona, late } = requestBody(context)
    const asked =
      parameters === undefined
        ? { prepayId: String(prepayId) }
        : prepayIdOf(pay, (parameters ?? {}) as Record<string, unknown>)
    if ('problem' in asked) return refuse(context, 400, asked.problem)
    const payer =
      openid ?? mailbox.persona(String(persona))?.openid ?? pay.books.orderByPrepayId(asked.prepayId)?.openid
    const paid = payOrder(pay, asked.prepayId, String(payer), late === true)
    if ('problem' in paid) return refuse(context, 400, paid.problem)
    callbacks.sendDue()
    context.body = paid
  })

  // What the merchant's console or the bank does to a refund.
  router.post('/__pay/refunds/:number', context => {
    const read = z.enum(refundStatuses).safeParse(requestBody(context).status)
    if (!read.success) return refuse(context, 400, `status: ${refundStatuses.join(', ')}`)
    const refund = settleRefund(pay, context.params.number!, read.data)
    if (!refund) return refuse(context, 404, 'no such refund, or its end was reached')
    callbacks.sendDue()
    context.body = refund
  })
}
