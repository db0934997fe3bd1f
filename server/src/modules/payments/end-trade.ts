/** Query → close → query: a trade has ended only when WeChat says that it was paid, or that nobody can pay it any more. */
import { IsNull } from 'typeorm'
import type { Context } from '../../context'
import { heard, isRefusal } from './heard'
import { PaymentTrade } from './payment-trade.entity'
import type { PurposeOwners } from './purpose-owner'
import { settle } from './settle'

/** `open` also where WeChat could not be asked, or told what cannot be believed. */
export type TradeEnd = 'paid' | 'closed' | 'open'

/** WeChat lets nobody pay with a prepayment older than this. */
export const prepayLifeMs = 2 * 3_600_000

/** @param only further conditions on the open trade */
const markClosed = async ({ db }: Context, outTradeNo: string, only: object = {}): Promise<TradeEnd> => {
  const closed = { state: 'closed' as const, liveKey: null, nextQueryAt: null }
  await db.manager.update(PaymentTrade, { outTradeNo, state: 'open', ...only }, closed)
  return (await db.manager.findOneByOrFail(PaymentTrade, { outTradeNo })).state
}

/** WeChat does not know it: no phone was ever given a prepayment, or the one that was given has ended. */
const markUnknown = async (context: Context, { outTradeNo, prepaidAt }: PaymentTrade): Promise<TradeEnd> => {
  const ended = prepaidAt !== null && prepaidAt.getTime() + prepayLifeMs < context.clock.now().getTime()
  return markClosed(context, outTradeNo, ended ? {} : { prepayId: IsNull() })
}

/** What WeChat says about an open trade is kept. @returns what it is now, `open` also when WeChat did not say */
export const askAboutTrade = async (
  context: Context,
  owners: PurposeOwners,
  trade: PaymentTrade,
): Promise<TradeEnd | 'unknown'> => {
  const { pay } = context
  const { outTradeNo } = trade
  if (!pay) return 'open'
  const told = await heard(context, outTradeNo, pay.query(outTradeNo))
  if (isRefusal(told)) return 'open'
  if (told === null) return 'unknown'
  if (told.state === 'CLOSED') return markClosed(context, outTradeNo)
  return (await settle(context, owners, told)) === 'paid' ? 'paid' : 'open'
}

export const endTrade = async (context: Context, owners: PurposeOwners, trade: PaymentTrade): Promise<TradeEnd> => {
  const { pay } = context
  const { outTradeNo } = trade
  const before = await askAboutTrade(context, owners, trade)
  if (before === 'unknown') return markUnknown(context, trade)
  if (before !== 'open' || !pay) return before
  const refused = await heard(context, outTradeNo, pay.close(outTradeNo))
  if (!isRefusal(refused)) return markClosed(context, outTradeNo)
  // Paid meanwhile, closed by an answer that was lost, or not known: WeChat is asked once more.
  const after = await askAboutTrade(context, owners, trade)
  return after === 'unknown' ? markUnknown(context, trade) : after
}
