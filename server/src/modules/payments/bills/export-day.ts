import { Between, In } from 'typeorm'
import { type Problem, problem } from 'shared/kernel/errors'
import type { RefundReason } from 'shared/payments/model'
import { dayOf, timeOf } from '../../../clock'
import type { Context } from '../../../context'
import { recordAccesses } from '../../audit'
import { findInstitutions } from '../../directory'
import { findPeopleByIds, showPerson } from '../../identity'
import { PaymentOrder } from '../payment-order.entity'
import { PaymentRefund } from '../payment-refund.entity'
import { PaymentTrade } from '../payment-trade.entity'
import { instantsOf } from './bill-days'
import { type ExportedLine, dayCsv } from './day-csv'
import { isKnownDay } from './show-days'

const reasonWords: Record<RefundReason, string> = {
  cancelled: '按时取消',
  refused: '门诊未接受',
  stopped: '停诊',
  duplicate: '重复付款',
  late: '超时付款',
  staff: '窗口退费',
}

interface Day {
  trades: PaymentTrade[]
  refunds: PaymentRefund[]
  orders: Map<string, PaymentOrder>
}

const readDay = async ({ manager }: Context['db'], day: string): Promise<Day> => {
  const { from, to } = instantsOf(day)
  const during = Between(from, new Date(to.getTime() - 1))
  const trades = await manager.find(PaymentTrade, {
    where: { state: 'paid', paidAt: during },
    order: { paidAt: 'ASC' },
  })
  const refunds = await manager.find(PaymentRefund, {
    where: { state: 'success', settledAt: during },
    order: { settledAt: 'ASC' },
  })
  const orderIds = [...new Set([...trades, ...refunds].map(x => x.orderId))]
  const orders = orderIds.length ? await manager.findBy(PaymentOrder, { orderId: In(orderIds) }) : []
  return { trades, refunds, orders: new Map(orders.map(o => [o.orderId, o])) }
}

const linesOf = async (context: Context, { trades, refunds, orders }: Day): Promise<ExportedLine[]> => {
  const { db, cipher, clock, config } = context
  const zone = config.TIME_ZONE
  const all = [...orders.values()]
  const people = await findPeopleByIds(
    db,
    all.map(o => o.personId),
  )
  const institutions = await findInstitutions(
    db,
    all.map(o => o.institutionId),
  )
  const refundedTrades = await db.manager.findBy(PaymentTrade, { outTradeNo: In(refunds.map(r => r.outTradeNo)) })
  const transactions = new Map([...trades, ...refundedTrades].map(t => [t.outTradeNo, t.transactionId ?? '']))
  const common = (orderId: string, outTradeNo: string, at: Date) => {
    const order = orders.get(orderId)!
    const person = people.get(order.personId)
    const institution = institutions.get(order.institutionId)
    return {
      payee: institution?.name ?? order.institutionId,
      payeeCode: institution?.creditCode ?? null,
      payer: person ? showPerson(cipher, person, dayOf(clock.now(), zone)).name : '',
      item: order.what,
      at: `${dayOf(at, zone)} ${timeOf(at, zone)}`,
      outTradeNo,
      transactionId: transactions.get(outTradeNo)!,
    }
  }
  return [
    ...trades.map(({ orderId, outTradeNo, amount, paidAt }): ExportedLine => {
      return { kind: '缴费', serial: orderId, amount, ...common(orderId, outTradeNo, paidAt!), refund: null }
    }),
    ...refunds.map(({ refundId, orderId, outTradeNo, outRefundNo, wechatRefundId, amount, reason, settledAt }) => ({
      ...{ kind: '退费' as const, serial: refundId, amount, ...common(orderId, outTradeNo, settledAt!) },
      refund: { number: outRefundNo, wechatNumber: wechatRefundId, reason: reasonWords[reason], state: '已到账' },
    })),
  ]
}

/** Names are masked; every person on it is told that it was exported. */
export const exportDay = async (
  context: Context,
  day: string,
  by: { accountId: string; institutionId: string | null; requestId: string },
): Promise<string | Problem<'not_found'>> => {
  if (!(await isKnownDay(context, day))) return problem('not_found')
  const read = await readDay(context.db, day)
  const look = { at: context.clock.now(), action: 'payments.export', role: 'administrator', purpose: null, ...by }
  const personIds = [...new Set([...read.orders.values()].map(o => o.personId))]
  await recordAccesses(
    context.db,
    personIds.map(personId => ({ ...look, personId, details: { day } })),
  )
  return dayCsv(await linesOf(context, read))
}
