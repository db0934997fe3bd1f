import type { Order } from 'shared/payments/model'

/** Where an order belongs: on which page, or in which state of the payment page. */
export type Place = 'proof' | 'order' | 'pay' | 'unavailable' | 'over'

/**
 * Whoever opens the payment page, on whatever phone, however late: paid → the appointment's proof; money on its way
 * back → the order; else whether it can still be paid, as the server says.
 */
export const placeOf = ({ state, refunds, can, payBefore }: Order, now: number): Place => {
  if (refunds.length) return 'order'
  if (state === 'paid') return 'proof'
  if (state === 'closed') return 'over'
  if (can.pay) return 'pay'
  return payBefore !== null && new Date(payBefore).getTime() > now ? 'unavailable' : 'over'
}
