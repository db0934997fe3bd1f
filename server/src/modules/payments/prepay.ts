/** A prepayment for one order by one WeChat account; the same one however often it is asked for. */
import { v7 as uuid } from 'uuid'
import type { Purpose } from 'shared/payments/model'
import { type Problem, isProblem, problem } from 'shared/kernel/errors'
import type { Context } from '../../context'
import { insertRows } from '../../db/insert-rows'
import { type Tx, transaction } from '../../db/transaction'
import { raiseAlarm } from './alarms'
import { askAboutTrade, endTrade, prepayLifeMs } from './end-trade'
import { heard, isRefusal } from './heard'
import { PaymentOrder } from './payment-order.entity'
import { PaymentTrade } from './payment-trade.entity'
import type { PurposeOwners } from './purpose-owner'

export type PayRefusal = Problem<'order_paid' | 'order_closed' | 'payment_unavailable'>

export interface Payer {
  accountId: string
  openid: string
}
interface Asked {
  context: Context
  owners: PurposeOwners
  orderId: string
  payer: Payer
  openidIndex: string
}

/** WeChat reads this and nothing more: it need not know the department. */
const descriptions: Record<Purpose, string> = { appointment: '挂号费', consultation: '在线问诊费' }

/** WeChat wants a minute at least, in whole seconds. */
const shortestMs = 61_000
/** A phone still has time to use it. */
const marginMs = 5 * 60_000

const livePrepay = ({ prepayId, prepaidAt }: PaymentTrade, now: Date): string | null =>
  prepaidAt && prepaidAt.getTime() + prepayLifeMs - marginMs > now.getTime() ? prepayId : null

const openTrade = ({ context, orderId }: Asked): Promise<PaymentTrade | null> =>
  context.db.manager.findOneBy(PaymentTrade, { orderId, state: 'open' })

const refusalOf = ({ state, givenUpAt, validUntil }: PaymentOrder, now: Date): PayRefusal | null => {
  if (state === 'paid') return problem('order_paid')
  return state === 'closed' || givenUpAt || validUntil <= now ? problem('order_closed') : null
}

/** A new number of ours, kept before WeChat hears of it. */
const begin = async (tx: Tx, { orderId, payer, openidIndex }: Asked, now: Date): Promise<undefined | PayRefusal> => {
  // Locked, so that it cannot be closed meanwhile.
  const order = await tx.findOneOrFail(PaymentOrder, { where: { orderId }, lock: { mode: 'pessimistic_write' } })
  const refused = refusalOf(order, now)
  if (refused) return refused
  if (order.validUntil.getTime() - now.getTime() < shortestMs) return problem('order_closed')
  // A second tap at the same moment was faster.
  if (await tx.existsBy(PaymentTrade, { orderId, state: 'open' })) return undefined
  await insertRows(tx, 'payment_trade', [
    {
      out_trade_no: uuid().replaceAll('-', ''),
      order_id: orderId,
      live_key: orderId,
      account_id: payer.accountId,
      openid_index: openidIndex,
      amount: order.amount,
      description: descriptions[order.purpose],
      expires_at: order.validUntil,
      state: 'open',
      created_at: now,
    },
  ])
  return undefined
}

/** Only while nobody has closed the trade, and only over a prepayment that has ended. */
const keepPrepay = async (asked: Asked, { outTradeNo }: PaymentTrade, prepayId: string): Promise<boolean> => {
  const { db, clock, config } = asked.context
  const now = clock.now()
  const nextQueryAt = new Date(now.getTime() + config.PAYMENT_POLL_SECONDS * 1000)
  const ended = new Date(now.getTime() - prepayLifeMs + marginMs)
  await db
    .createQueryBuilder()
    .update(PaymentTrade)
    .set({ prepayId, prepaidAt: now, nextQueryAt })
    .where(`out_trade_no = :outTradeNo AND state = 'open'`, { outTradeNo })
    .andWhere('(prepay_id IS NULL OR prepaid_at <= :ended)', { ended })
    .execute()
  return db.manager.existsBy(PaymentTrade, { outTradeNo, state: 'open', prepayId })
}

/** @returns the prepayment; `again` when the trade came to its end meanwhile. */
const placeAtWechat = async (asked: Asked, trade: PaymentTrade): Promise<string | 'again' | PayRefusal> => {
  const { context, owners, payer } = asked
  const { pay } = context
  if (!pay) return problem('payment_unavailable')
  const { outTradeNo, description, amount, expiresAt } = trade
  const { openid } = payer
  const placed = await heard(context, outTradeNo, pay.order({ outTradeNo, description, amount, openid, expiresAt }))
  if (!isRefusal(placed)) return (await keepPrepay(asked, trade, placed.prepayId)) ? placed.prepayId : 'again'
  if (placed.code === 'OUT_TRADE_NO_USED') await raiseAlarm(context, 'number_used', outTradeNo)
  if (placed.code !== 'ORDERPAID' && placed.code !== 'ORDER_CLOSED') return problem('payment_unavailable')
  const now = await askAboutTrade(context, owners, trade)
  return now === 'paid' || now === 'closed' ? 'again' : problem('payment_unavailable')
}

/** One try; `again` when what it found has changed under it. */
const tryPrepay = async (asked: Asked): Promise<string | 'again' | PayRefusal> => {
  const { context, owners, orderId, openidIndex } = asked
  const now = context.clock.now()
  const order = await context.db.manager.findOneByOrFail(PaymentOrder, { orderId })
  const refused = refusalOf(order, now)
  if (refused) return refused
  const trade = await openTrade(asked)
  if (!trade) return (await transaction(context.db, tx => begin(tx, asked, now))) ?? 'again'
  // WeChat binds a number to the payer: another phone's is ended first, so that there is one charge.
  if (trade.openidIndex !== openidIndex)
    return (await endTrade(context, owners, trade)) === 'open' ? problem('payment_unavailable') : 'again'
  return livePrepay(trade, now) ?? placeAtWechat(asked, trade)
}

const tries = 5

/** @returns the prepayment's id. Nothing external happens inside a transaction. */
export const prepay = async (
  context: Context,
  owners: PurposeOwners,
  orderId: string,
  payer: Payer,
): Promise<{ prepayId: string } | PayRefusal> => {
  const asked = { context, owners, orderId, payer, openidIndex: context.cipher.index(payer.openid, 'openid') }
  for (let n = 0; n < tries; n++) {
    const done = await tryPrepay(asked)
    if (isProblem(done)) return done
    if (done !== 'again') return { prepayId: done }
  }
  return problem('payment_unavailable')
}
