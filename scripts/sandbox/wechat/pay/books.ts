import { openJournal } from '../journal'
import { type Callback, type Order, type Refund } from './records'

/** What changes together is one line of the journal: a payment never without its callback. */
type Change = { orders?: Order[]; refunds?: Refund[]; callbacks?: Callback[] }

/** Orders, refunds and callbacks; the newest line about each counts. They outlive the process when a folder is given. */
export function openBooks(folder: string | undefined) {
  const orders = new Map<string, Order>()
  const numberByPrepayId = new Map<string, string>()
  const numberByTransactionId = new Map<string, string>()
  const refunds = new Map<string, Refund>()
  const refundsOf = new Map<string, Map<string, Refund>>()
  const callbacks = new Map<string, Callback>()
  // Of many thousand only these are looked at again and again.
  const unsettled = new Map<string, Refund>()
  const undelivered = new Map<string, Callback>()

  const save = openJournal<Change>(folder, 'pay.jsonl', change => {
    for (const order of change.orders ?? []) {
      orders.set(order.outTradeNo, order)
      numberByPrepayId.set(order.prepayId, order.outTradeNo)
      if (order.transactionId) numberByTransactionId.set(order.transactionId, order.outTradeNo)
    }
    for (const refund of change.refunds ?? []) {
      refunds.set(refund.outRefundNo, refund)
      const siblings = refundsOf.get(refund.outTradeNo) ?? new Map<string, Refund>()
      refundsOf.set(refund.outTradeNo, siblings.set(refund.outRefundNo, refund))
      if (refund.settlesAt === null) unsettled.delete(refund.outRefundNo)
      else unsettled.set(refund.outRefundNo, refund)
    }
    for (const callback of change.callbacks ?? []) {
      callbacks.set(callback.id, callback)
      if (callback.state === 'waiting' || callback.state === 'held') undelivered.set(callback.id, callback)
      else undelivered.delete(callback.id)
    }
  })

  return {
    save,
    order: (outTradeNo: string) => orders.get(outTradeNo),
    orderByPrepayId: (prepayId: string) => orders.get(numberByPrepayId.get(prepayId) ?? ''),
    orderByTransactionId: (transactionId: string) => orders.get(numberByTransactionId.get(transactionId) ?? ''),
    orders: () => [...orders.values()],
    refund: (outRefundNo: string) => refunds.get(outRefundNo),
    refunds: () => [...refunds.values()],
    refundsOf: (outTradeNo: string) => [...(refundsOf.get(outTradeNo)?.values() ?? [])],
    unsettled: () => [...unsettled.values()],
    callback: (id: string) => callbacks.get(id),
    callbacks: () => [...callbacks.values()],
    undelivered: () => [...undelivered.values()],
  }
}
export type Books = ReturnType<typeof openBooks>
