/** Notices are not guaranteed: WeChat is asked about payments that began and were not heard of. */
import { LessThanOrEqual } from 'typeorm'
import type { Context } from '../../context'
import { askAgain } from './backoff'
import { askAboutTrade } from './end-trade'
import { inTurn } from './in-turn'
import { PaymentTrade } from './payment-trade.entity'
import type { PurposeOwners } from './purpose-owner'

const batch = 200

/** By moving the next question on, which is also when it is asked again. */
const claim = async ({ db, clock, config }: Context, trade: PaymentTrade): Promise<boolean> => {
  const { outTradeNo, nextQueryAt, prepaidAt } = trade
  const next = askAgain(prepaidAt!, config.PAYMENT_POLL_SECONDS * 1000, clock.now())
  const mine = { outTradeNo, state: 'open' as const, nextQueryAt: nextQueryAt! }
  return (await db.manager.update(PaymentTrade, mine, { nextQueryAt: next })).affected === 1
}

export const pollTrades = async (context: Context, owners: PurposeOwners): Promise<void> => {
  const where = { state: 'open' as const, nextQueryAt: LessThanOrEqual(context.clock.now()) }
  const due = await context.db.manager.find(PaymentTrade, { where, order: { nextQueryAt: 'ASC' }, take: batch })
  await inTurn(due, async trade => {
    if (await claim(context, trade)) await askAboutTrade(context, owners, trade)
    return true
  })
}
