/** What the county platform hears of money, in the transaction of what happened; fhir.ts has the resources. */
import type { Tx } from '../../db/transaction'
import { enqueueAll } from '../../relay/outbox'
import type { PaymentOrder } from './payment-order.entity'

type Order = Pick<PaymentOrder, 'orderId' | 'version'>

/** The words are FHIR's. What was charged is settled, or called off when all of it went back. */
export const invoiceStatus = (allIsBack: boolean): 'balanced' | 'cancelled' => (allIsBack ? 'cancelled' : 'balanced')

export const relayPaid = (tx: Tx, { orderId, version }: Order, at: Date): Promise<void> =>
  enqueueAll(tx, [
    { kind: 'invoice', id: orderId, version, data: { status: invoiceStatus(false) }, at },
    { kind: 'payment', id: orderId, version: 1, data: { status: 'active' }, at },
  ])

export const relayRefunded = (
  tx: Tx,
  { orderId, version }: Order,
  { refundId, allIsBack }: { refundId: string; allIsBack: boolean },
  at: Date,
): Promise<void> =>
  enqueueAll(tx, [
    { kind: 'invoice', id: orderId, version, data: { status: invoiceStatus(allIsBack) }, at },
    { kind: 'refund', id: refundId, version: 1, data: { status: 'active' }, at },
  ])
