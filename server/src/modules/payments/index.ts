/** The only door of this module. */
import type { Context } from '../../context'
import type { Routes } from '../../http/call'
import { adminRoutes } from './admin-routes'
import { deskRoutes } from './desk-routes'
import type { PurposeOwners } from './purpose-owner'
import { receiptRoutes } from './receipt-routes'
import { noticeRoutes, residentRoutes } from './routes'

export { invoiceMapping, paymentMapping, refundMapping } from './fhir'
export { paymentJobs } from './jobs'
export { paymentMetrics } from './metrics'
export { type OrderSummary, ordersFor } from './orders-for'
export { giveUpOrder, moveOrder, type NewOrder, openOrders } from './orders'
export { paymentData } from './payment-data'
export type { PurposeOwner, PurposeOwners } from './purpose-owner'
export { requestRefund, type WantedRefund, withdrawRefund } from './request-refund'

/** Residents, the clinic desk, the administrator, WeChat's notices. */
export const paymentRoutes = (context: Context, owners: PurposeOwners): Routes[] => [
  residentRoutes(context, owners),
  receiptRoutes(context),
  deskRoutes(context),
  adminRoutes(context, owners),
  noticeRoutes(context, owners),
]
