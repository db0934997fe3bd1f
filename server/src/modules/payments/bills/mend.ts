/** What the trade bill has and our books have not yet is settled as if WeChat had told of it. */
import { In } from 'typeorm'
import type { Context } from '../../../context'
import type { TradeBillLine } from '../../../wechat/pay'
import { heard, isRefusal } from '../heard'
import { PaymentRefund } from '../payment-refund.entity'
import { PaymentTrade } from '../payment-trade.entity'
import type { PurposeOwners } from '../purpose-owner'
import { readRefundNumber } from '../refund-number'
import { settle } from '../settle'
import { settleRefund } from '../settle-refund'
import type { Finding } from './compare-trades'

type Pay = NonNullable<Context['pay']>
const perQuery = 500

/** A bill does not say who paid, so WeChat is asked: what it answers is checked like any other word of it. */
const mendPayment = async (context: Context, owners: PurposeOwners, pay: Pay, line: TradeBillLine) => {
  const { outTradeNo, total } = line
  const told = await heard(context, outTradeNo, pay.query(outTradeNo))
  if (isRefusal(told) || told === null || (await settle(context, owners, told)) !== 'paid') return []
  return [{ kind: 'payment_missing_in_books' as const, number: outTradeNo, books: null, bill: total }]
}

const mendRefund = async (context: Context, owners: PurposeOwners, pay: Pay, line: TradeBillLine) => {
  const number = line.outRefundNo!
  const told = await heard(context, number, pay.queryRefund(number))
  if (isRefusal(told) || told === null || told.state !== 'SUCCESS') return []
  if ((await settleRefund(context, owners, told)) !== 'paid') return []
  return [{ kind: 'refund_missing_in_books' as const, number, books: null, bill: line.refund }]
}

const unsettled = async ({ db }: Context, lines: TradeBillLine[]) => {
  const trades = await db.manager.find(PaymentTrade, {
    select: { outTradeNo: true },
    where: { outTradeNo: In(lines.map(l => l.outTradeNo)), state: In(['open', 'closed']) },
  })
  const refunds = await db.manager.find(PaymentRefund, {
    select: { outRefundNo: true },
    where: {
      refundId: In(lines.flatMap(l => readRefundNumber(l.outRefundNo ?? '')?.refundId ?? [])),
      state: In(['requested', 'processing', 'abnormal']),
    },
  })
  return {
    trades: new Set(trades.map(t => t.outTradeNo)),
    refunds: new Set(refunds.map(r => r.outRefundNo)),
  }
}

/** @returns the differences that are none any more. */
export const mendFromBill = async (
  context: Context,
  owners: PurposeOwners,
  pay: Pay,
  lines: readonly TradeBillLine[],
): Promise<Finding[]> => {
  const mended: Finding[] = []
  for (let n = 0; n < lines.length; n += perQuery) {
    const part = lines.slice(n, n + perQuery)
    const { trades, refunds } = await unsettled(context, part)
    for (const line of part) {
      const isRefund = line.state === 'REFUND'
      if (line.state === 'SUCCESS' && trades.has(line.outTradeNo))
        mended.push(...(await mendPayment(context, owners, pay, line)))
      if (isRefund && line.refundState === 'SUCCESS' && line.outRefundNo && refunds.has(line.outRefundNo))
        mended.push(...(await mendRefund(context, owners, pay, line)))
    }
  }
  return mended
}
