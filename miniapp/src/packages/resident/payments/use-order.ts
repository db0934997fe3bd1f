import type { Order } from 'shared/payments/model'
import { payments } from '../../../api/payments'
import { useLoad, type Loaded } from '../../../api/use-load'

export const orderKey = (orderId: string) => ['order', orderId] as const

/** What is no longer true once an order was paid, given up or looked up at WeChat. */
export const orderChanges = [
  ['order'],
  ['orders'],
  ['appointment'],
  ['appointments'],
  ['home'],
  ['consultation'],
  ['consultations'],
] as const

const moving = (order: Order | undefined): boolean =>
  order !== undefined && (order.state === 'open' || order.refunds.some(({ state }) => state !== 'success'))

/** One order as our books have it; asked again while it moves, since it may be paid on another phone. */
export const useOrder = (orderId: string): Loaded<Order> => {
  const load = () => payments.order({ params: { orderId } })
  const first = useLoad(orderKey(orderId), load, { keep: true })
  return useLoad(orderKey(orderId), load, { keep: true, ...(moving(first.data) ? { every: 10_000 } : {}) })
}
