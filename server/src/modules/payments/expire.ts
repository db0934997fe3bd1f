/** Orders whose time is over or that nobody wants any more: closed only when nobody can pay them any more. */
import { LessThanOrEqual } from 'typeorm'
import type { Context } from '../../context'
import { type Tx, transaction } from '../../db/transaction'
import { afterFailures } from './backoff'
import { afterCommit } from './after-commit'
import { endTrade } from './end-trade'
import { inTurn } from './in-turn'
import { PaymentOrder } from './payment-order.entity'
import { PaymentTrade } from './payment-trade.entity'
import type { PurposeOwners } from './purpose-owner'

const batch = 200
/** Longer than one order's questions to WeChat can take. */
const leaseMs = 120_000

/** By moving its next step on: of several processes one does it now, and a crash delays it. */
const claim = async ({ db, clock }: Context, { orderId, nextStepAt }: PaymentOrder): Promise<boolean> => {
  const until = new Date(clock.now().getTime() + leaseMs)
  const { affected } = await db.manager.update(
    PaymentOrder,
    { orderId, nextStepAt: nextStepAt! },
    { nextStepAt: until },
  )
  return affected === 1
}

/**
 * With all its trades ended. The owner hears of it in the same transaction, unless it gave the order up itself.
 * @returns the order that the owner heard of
 */
const close = async (tx: Tx, owners: PurposeOwners, orderId: string, now: Date): Promise<PaymentOrder | null> => {
  const order = await tx.findOneOrFail(PaymentOrder, { where: { orderId }, lock: { mode: 'pessimistic_write' } })
  const { state, givenUpAt, validUntil, purpose, purposeId } = order
  const later = async (nextStepAt: Date | null): Promise<null> => {
    await tx.update(PaymentOrder, { orderId }, { nextStepAt })
    return null
  }
  // A payment that began meanwhile is ended next time.
  if (await tx.existsBy(PaymentTrade, { orderId, state: 'open' })) return later(now)
  if (state !== 'open') return later(null)
  if (!givenUpAt && validUntil > now) return later(validUntil)
  await tx.update(PaymentOrder, { orderId }, { state: 'closed', liveKey: null, nextStepAt: null, failures: 0 })
  if (givenUpAt) return null
  await owners[purpose].expired(tx, { purposeId, at: now })
  return order
}

/** @returns whether it came to its end. */
const endOrder = async (context: Context, owners: PurposeOwners, order: PaymentOrder): Promise<boolean> => {
  const { db, clock } = context
  const { orderId, failures } = order
  if (!(await claim(context, order))) return true
  const trades = await db.manager.findBy(PaymentTrade, { orderId, state: 'open' })
  const ends = await Promise.all(trades.map(trade => endTrade(context, owners, trade)))
  if (!ends.includes('open')) {
    const expired = await transaction(db, tx => close(tx, owners, orderId, clock.now()))
    if (expired) await afterCommit(context, owners, expired)
    return true
  }
  const nextStepAt = afterFailures(failures, clock.now())
  await db.manager.update(PaymentOrder, { orderId }, { nextStepAt, failures: failures + 1 })
  return false
}

export const expireOrders = async (context: Context, owners: PurposeOwners): Promise<void> => {
  const where = { nextStepAt: LessThanOrEqual(context.clock.now()) }
  const due = await context.db.manager.find(PaymentOrder, { where, order: { nextStepAt: 'ASC' }, take: batch })
  await inTurn(due, order => endOrder(context, owners, order))
}
