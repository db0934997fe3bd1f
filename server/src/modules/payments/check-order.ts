import type { Context } from '../../context'
import { askAboutTrade } from './end-trade'
import { PaymentOrder } from './payment-order.entity'
import { PaymentTrade } from './payment-trade.entity'
import type { PurposeOwners } from './purpose-owner'

/** Asks WeChat about what may have been paid. @returns the order as it stands then; as our books have it if WeChat is away */
export const checkOrder = async (context: Context, owners: PurposeOwners, orderId: string): Promise<PaymentOrder> => {
  const { manager } = context.db
  const trade = await manager.findOneBy(PaymentTrade, { orderId, state: 'open' })
  if (trade?.prepayId) await askAboutTrade(context, owners, trade)
  return manager.findOneByOrFail(PaymentOrder, { orderId })
}
