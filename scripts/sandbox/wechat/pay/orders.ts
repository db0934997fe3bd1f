import { type z } from 'zod'
import { announce } from './announce'
import { PayRefusal } from './errors'
import { type orderFields } from './fields'
import { newPrepayId, newTransactionId, rfc3339 } from './numbers'
import { type Pay } from './pay'
import { type Order } from './records'

const prepayLifeMs = 2 * 3_600_000
/** An order may not end sooner than this after it was placed. */
const shortestMs = 60_000

const wrong = (field: string, issue: string) => new PayRefusal('PARAM_ERROR', issue, { field, issue, location: 'body' })

/** @throws PayRefusal unless this is the sandbox's merchant */
export function checkMerchant(pay: Pay, mchid: unknown): void {
  if (mchid !== pay.keys.mchid) throw wrong('/mchid', '商户号与签名的商户号不一致')
}

/** JSAPI order. The same number with the same parameters answers again. @throws PayRefusal */
export function placeOrder(pay: Pay, fields: z.infer<typeof orderFields>, request: string): { prepay_id: string } {
  const now = pay.clock.now()
  if (fields.mchid !== pay.keys.mchid || fields.appid !== pay.appId) throw new PayRefusal('APPID_MCHID_NOT_MATCH')
  if (!pay.mailbox.personaByOpenid(fields.payer.openid)) throw wrong('/payer/openid', '无效的openid')
  const known = pay.books.order(fields.out_trade_no)
  if (known) return { prepay_id: placeAgain(pay, known, request) }

  const expiresAt = fields.time_expire === undefined ? null : Date.parse(fields.time_expire)
  // The test "≥ 1 minute" is by whole seconds, since time_expire has no more.
  if (expiresAt !== null && !(expiresAt >= Math.floor(now / 1000) * 1000 + shortestMs)) {
    throw wrong('/time_expire', '订单失效时间须在1分钟之后')
  }
  const order: Order = {
    prepayId: newPrepayId(now),
    prepaidAt: now,
    appid: fields.appid,
    mchid: fields.mchid,
    outTradeNo: fields.out_trade_no,
    description: fields.description,
    attach: fields.attach ?? null,
    notifyUrl: fields.notify_url,
    total: fields.amount.total,
    openid: fields.payer.openid,
    createdAt: now,
    expiresAt,
    state: 'NOTPAY',
    transactionId: null,
    paidAt: null,
    request,
  }
  pay.books.save({ orders: [order] })
  return { prepay_id: order.prepayId }
}

function placeAgain(pay: Pay, order: Order, request: string): string {
  if (order.state === 'SUCCESS') throw new PayRefusal('ORDERPAID')
  if (order.state === 'CLOSED') throw new PayRefusal('ORDER_CLOSED')
  if (order.request !== request) throw new PayRefusal('OUT_TRADE_NO_USED')
  const now = pay.clock.now()
  if (now < order.prepaidAt + prepayLifeMs) return order.prepayId
  const renewed = { ...order, prepayId: newPrepayId(now), prepaidAt: now }
  pay.books.save({ orders: [renewed] })
  return renewed.prepayId
}

/** @throws PayRefusal ORDERNOTEXIST */
export function findOrder(pay: Pay, by: 'out-trade-no' | 'id', number: string): Order {
  const order = by === 'id' ? pay.books.orderByTransactionId(number) : pay.books.order(number)
  if (!order) throw new PayRefusal('ORDERNOTEXIST')
  return order
}

/** @throws PayRefusal ORDERNOTEXIST, ORDERPAID, ORDER_CLOSED */
export function closeOrder(pay: Pay, outTradeNo: string): void {
  const order = findOrder(pay, 'out-trade-no', outTradeNo)
  const race = order.state === 'NOTPAY' ? pay.faults.take('close')?.what : undefined
  if (race === 'paid-first') receivePayment(pay, order)
  const { state } = findOrder(pay, 'out-trade-no', outTradeNo)
  if (state === 'SUCCESS') throw new PayRefusal('ORDERPAID')
  if (state === 'CLOSED') throw new PayRefusal('ORDER_CLOSED')
  const closed: Order = { ...order, state: 'CLOSED' }
  pay.books.save({ orders: [closed] })
  if (race === 'paid-after') receivePayment(pay, closed)
}

/**
 * A person pays. `late`: the payment was under way on the phone when the order was closed or ran out, and goes through.
 * Answers the paid order, or why it cannot be paid, in words for the person.
 */
export function payOrder(pay: Pay, prepayId: string, openid: string, late = false): Order | { problem: string } {
  const order = pay.books.orderByPrepayId(prepayId)
  const now = pay.clock.now()
  if (!order || order.prepayId !== prepayId) return { problem: '没有这笔订单' }
  if (order.openid !== openid) return { problem: '这笔订单要由下单的微信号支付' }
  if (order.state === 'SUCCESS') return { problem: '这笔订单已经付过了' }
  if (late) return receivePayment(pay, order)
  if (order.state === 'CLOSED') return { problem: '这笔订单已经关闭' }
  const over = order.expiresAt !== null && now > order.expiresAt
  return over || now >= order.prepaidAt + prepayLifeMs
    ? { problem: '这笔订单已经过了支付时间' }
    : receivePayment(pay, order)
}

function receivePayment(pay: Pay, order: Order): Order {
  const now = pay.clock.now()
  const paid: Order = { ...order, state: 'SUCCESS', transactionId: newTransactionId(now), paidAt: now }
  const callback = announce(pay, {
    eventType: 'TRANSACTION.SUCCESS',
    about: order.outTradeNo,
    url: order.notifyUrl,
    content: describeOrder(pay, paid),
  })
  pay.books.save({ orders: [paid], callbacks: [callback] })
  return paid
}

const stateWords = { SUCCESS: '支付成功', REFUND: '转入退款', NOTPAY: '订单未支付', CLOSED: '订单已关闭' }

/** What a query answers; a paid order's is also what the callback encrypts. */
export function describeOrder(pay: Pay, order: Order): Record<string, unknown> {
  const refunded = pay.books.refundsOf(order.outTradeNo).some(({ status }) => status !== 'CLOSED')
  const state = order.state === 'SUCCESS' && refunded ? 'REFUND' : order.state
  const common = {
    appid: order.appid,
    mchid: order.mchid,
    out_trade_no: order.outTradeNo,
    trade_state: state,
    trade_state_desc: stateWords[state],
    ...(order.attach !== null && { attach: order.attach }),
    promotion_detail: [],
  }
  if (order.paidAt === null) return { ...common, amount: { total: order.total, currency: 'CNY' }, payer: {} }
  return {
    ...common,
    transaction_id: order.transactionId,
    trade_type: 'JSAPI',
    bank_type: 'OTHERS',
    success_time: rfc3339(order.paidAt),
    payer: { openid: order.openid },
    amount: { total: order.total, payer_total: order.total, currency: 'CNY', payer_currency: 'CNY' },
  }
}
