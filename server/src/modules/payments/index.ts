/** The only door of this module. */
export { type OrderSummary, ordersFor } from './orders-for'
export { giveUpOrder, moveOrder, type NewOrder, openOrders } from './orders'
export type { PurposeOwner, PurposeOwners } from './purpose-owner'
export { requestRefund, type WantedRefund, withdrawRefund } from './request-refund'
