/** Fees as the county platform reads them: an Invoice for each paid order, a PaymentNotice for each movement of money. */
import type { Invoice, Money, PaymentNotice } from '@medplum/fhirtypes'
import { type DataSource, In } from 'typeorm'
import type { Purpose } from 'shared/payments/model'
import { extensionUrls, identifierSystems } from 'shared/kernel/fhir-systems'
import { dayOf } from '../../clock'
import type { Mapping, MappingParts, Relayed, RelayedEvent, Standing } from '../../relay/mapping'
import { findPeopleByIds } from '../identity'
import { PaymentOrder } from './payment-order.entity'
import { PaymentRefund } from './payment-refund.entity'
import { PaymentTrade } from './payment-trade.entity'
import { invoiceStatus } from './tell-platform'

/** The kind of fee alone: which doctor it was for stands in the Appointment. */
const feeWords: Record<Purpose, string> = { appointment: '挂号费', consultation: '在线问诊费' }
const purposeSystems: Record<Purpose, string> = {
  appointment: identifierSystems.appointment,
  consultation: identifierSystems.consultation,
}

/** Yuan with at most two places, as FHIR's decimals are written. */
const money = (fen: number): Money => ({ value: fen / 100, currency: 'CNY' })

const organization = ({ institutionId }: PaymentOrder) => ({ reference: `Organization/${institutionId}` })

const invoiceOf = (order: PaymentOrder, patientId: string, refunded: number, { data }: RelayedEvent): Invoice => {
  const amount = money(order.amount)
  const patient = { reference: `Patient/${patientId}` }
  const paidFor = { system: purposeSystems[order.purpose], value: order.purposeId }
  return {
    resourceType: 'Invoice',
    extension: [{ url: extensionUrls.paidFor, valueIdentifier: paidFor }],
    status: data.status === 'cancelled' ? 'cancelled' : 'balanced',
    subject: patient,
    recipient: patient,
    date: order.paidAt!.toISOString(),
    issuer: organization(order),
    lineItem: [
      {
        sequence: 1,
        chargeItemCodeableConcept: { text: feeWords[order.purpose] },
        priceComponent: [{ type: 'base', amount }],
      },
    ],
    totalNet: amount,
    totalGross: amount,
    ...(refunded > 0 && { note: [{ text: `已退 ${(refunded / 100).toFixed(2)} 元` }] }),
  }
}

interface Movement {
  /** Fen; what goes back is negative. */
  amount: number
  at: Date
  words: string
  transactionId: string
}

/** R4 asks for the PaymentReconciliation that the money is part of: it is WeChat's, known by its transaction number. */
const noticeOf = (
  order: PaymentOrder,
  { amount, at, words, transactionId }: Movement,
  zone: string,
): PaymentNotice => ({
  resourceType: 'PaymentNotice',
  status: 'active',
  request: { type: 'Invoice', identifier: { system: identifierSystems.invoice, value: order.orderId } },
  created: at.toISOString(),
  provider: organization(order),
  payment: {
    type: 'PaymentReconciliation',
    identifier: { system: identifierSystems.wechatTransaction, value: transactionId },
    display: '微信支付',
  },
  paymentDate: dayOf(at, zone),
  payee: organization(order),
  recipient: organization(order),
  amount: money(amount),
  paymentStatus: {
    coding: [{ system: 'http://terminology.hl7.org/CodeSystem/paymentstatus', code: 'cleared' }],
    text: words,
  },
})

const paidOrders = async ({ manager }: DataSource, orderIds: string[]): Promise<Map<string, PaymentOrder>> => {
  const orders = await manager.findBy(PaymentOrder, { orderId: In(orderIds), state: 'paid' })
  return new Map(orders.map(order => [order.orderId, order]))
}

const tradesOf = async (
  { manager }: DataSource,
  orders: Iterable<PaymentOrder>,
): Promise<Map<string, PaymentTrade>> => {
  const trades = await manager.findBy(PaymentTrade, { outTradeNo: In([...orders].map(o => o.paidTradeNo!)) })
  return new Map(trades.map(trade => [trade.outTradeNo, trade]))
}

const arrivedBy = (refunds: PaymentRefund[], order: PaymentOrder): number =>
  refunds.filter(r => r.outTradeNo === order.paidTradeNo).reduce((sum, r) => sum + r.amount, 0)

const invoices = async ({ db }: MappingParts, events: RelayedEvent[]): Promise<Map<string, Relayed>> => {
  const orders = await paidOrders(
    db,
    events.map(e => e.id),
  )
  const all = [...orders.values()]
  const people = await findPeopleByIds(
    db,
    all.map(o => o.personId),
  )
  const numbers = all.map(o => o.paidTradeNo!)
  const refunds = await db.manager.findBy(PaymentRefund, { outTradeNo: In(numbers), state: 'success' })
  const resources = new Map<string, Relayed>()
  for (const event of events) {
    const order = orders.get(event.id)
    const patientId = order && people.get(order.personId)?.platformId
    if (patientId) resources.set(event.eventId, invoiceOf(order, patientId, arrivedBy(refunds, order), event))
  }
  return resources
}

const payments = async ({ db, config }: MappingParts, events: RelayedEvent[]): Promise<Map<string, Relayed>> => {
  const orders = await paidOrders(
    db,
    events.map(e => e.id),
  )
  const trades = await tradesOf(db, orders.values())
  const resources = new Map<string, Relayed>()
  for (const event of events) {
    const order = orders.get(event.id)
    const trade = trades.get(order?.paidTradeNo ?? '')
    if (!order || !trade) continue
    const { amount, transactionId } = trade
    const paid = { amount, at: trade.paidAt!, words: '已付款', transactionId: transactionId! }
    resources.set(event.eventId, noticeOf(order, paid, config.TIME_ZONE))
  }
  return resources
}

const refunds = async ({ db, config }: MappingParts, events: RelayedEvent[]): Promise<Map<string, Relayed>> => {
  const rows = await db.manager.findBy(PaymentRefund, { refundId: In(events.map(e => e.id)), state: 'success' })
  const orders = await paidOrders(
    db,
    rows.map(r => r.orderId),
  )
  const trades = await tradesOf(db, orders.values())
  const resources = new Map<string, Relayed>()
  for (const event of events) {
    const refund = rows.find(r => r.refundId === event.id)
    const order = refund && orders.get(refund.orderId)
    const trade = trades.get(refund?.outTradeNo ?? '')
    if (!order || !trade) continue
    const back = { amount: -refund.amount, at: refund.settledAt!, words: '已退款', transactionId: trade.transactionId! }
    resources.set(event.eventId, noticeOf(order, back, config.TIME_ZONE))
  }
  return resources
}

const paidBetween = `SELECT o.order_id AS id FROM payment_trade t
  JOIN payment_order o ON o.order_id = t.order_id AND o.paid_trade_no = t.out_trade_no
  WHERE t.state = 'paid' AND t.paid_at >= ? AND t.paid_at < ?`
const refundedBetween = (id: string) => `SELECT ${id} AS id FROM payment_refund r
  JOIN payment_order o ON o.order_id = r.order_id AND o.paid_trade_no = r.out_trade_no
  WHERE r.state = 'success' AND r.settled_at >= ? AND r.settled_at < ?`

type Ids = { id: string }[]
const once = (rows: Ids): Standing[] => rows.map(({ id }) => ({ id, version: 1, data: { status: 'active' } }))

const standingInvoices = async (db: DataSource, from: Date, to: Date): Promise<Standing[]> => {
  const paid = (await db.query(paidBetween, [from, to])) as Ids
  const refunded = (await db.query(refundedBetween('o.order_id'), [from, to])) as Ids
  const ids = [...new Set([...paid, ...refunded].map(row => row.id))]
  const orders = [...(await paidOrders(db, ids)).values()]
  const numbers = orders.map(o => o.paidTradeNo!)
  const arrived = await db.manager.findBy(PaymentRefund, { outTradeNo: In(numbers), state: 'success' })
  return orders.map(order => {
    const status = invoiceStatus(arrivedBy(arrived, order) >= order.amount)
    return { id: order.orderId, version: order.version, data: { status } }
  })
}

export const invoiceMapping: Mapping = {
  kind: 'invoice',
  resourceType: 'Invoice',
  identifierSystem: identifierSystems.invoice,
  toResources: invoices,
  standing: standingInvoices,
}

export const paymentMapping: Mapping = {
  kind: 'payment',
  resourceType: 'PaymentNotice',
  identifierSystem: identifierSystems.payment,
  toResources: payments,
  standing: async (db, from, to) => once((await db.query(paidBetween, [from, to])) as Ids),
}

export const refundMapping: Mapping = {
  kind: 'refund',
  resourceType: 'PaymentNotice',
  identifierSystem: identifierSystems.refund,
  toResources: refunds,
  standing: async (db, from, to) => once((await db.query(refundedBetween('r.refund_id'), [from, to])) as Ids),
}
