import type { Context } from '../../../context'
import type { FundFlowLine, TradeBillLine, WechatPayError } from '../../../wechat/pay'
import { raiseAlarm } from '../alarms'
import { heard, isRefusal } from '../heard'

/** Null: WeChat has none of that day, or not yet. */
export interface Bills {
  trade: TradeBillLine[] | null
  flow: FundFlowLine[] | null
}

export const aboutBill = (day: string): string => `bill:${day}`

/** A bill that contradicts its hash or its totals is not used, and an alarm. */
const fetched = async <T>(context: Context, day: string, asked: Promise<T>): Promise<T | WechatPayError> => {
  const told = await heard(context, aboutBill(day), asked)
  const spoiled = isRefusal(told) && (told.code === 'BAD_BILL' || told.code === 'UNREADABLE')
  if (spoiled) await raiseAlarm(context, 'bill_unreadable', aboutBill(day))
  return told
}

export const fetchBills = async (
  context: Context,
  pay: NonNullable<Context['pay']>,
  day: string,
): Promise<Bills | WechatPayError> => {
  const trade = await fetched(context, day, pay.tradeBill(day))
  if (isRefusal(trade)) return trade
  const flow = await fetched(context, day, pay.fundFlowBill(day))
  return isRefusal(flow) ? flow : { trade, flow }
}
