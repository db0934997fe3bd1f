import { DateTime } from 'luxon'
import { ask, askOrNull, tradeNumber, wholeFen } from './ask'
import { forgedAnswer, unreadable } from './problems'
import type { SignedRequests } from './signed-requests'
import { readTrade, type Trade } from './trade'

export interface Order {
  /** 6–32 of `[A-Za-z0-9_-]`. */
  outTradeNo: string
  /** What the person reads in WeChat; cut to 127 characters. */
  description: string
  amount: number
  openid: string
  /** At least a minute ahead. It ends paying; only `close` ends the order. */
  expiresAt: Date
}

const longestDescription = 127

/** Whole seconds with an offset, as WeChat's examples write it. */
const rfc3339 = (at: Date): string =>
  DateTime.fromJSDate(at, { zone: 'Asia/Shanghai' }).startOf('second').toISO({ suppressMilliseconds: true })!

/** @throws WechatPayError */
export const placeOrder = async (requests: SignedRequests, order: Order): Promise<{ prepayId: string }> => {
  const params = {
    description: [...order.description].slice(0, longestDescription).join(''),
    out_trade_no: tradeNumber(order.outTradeNo),
    time_expire: rfc3339(order.expiresAt),
    notify_url: requests.merchant.notifyUrl,
    amount: { total: wholeFen(order.amount), currency: 'CNY' },
    payer: { openid: order.openid },
  }
  const { status, data } = await ask(requests, () => requests.transactions_jsapi(params))
  // The library puts payment parameters with its own time and nonce in the answer's place.
  const prepay: unknown = data?.package
  if (typeof prepay !== 'string' || !/^prepay_id=./.test(prepay)) throw unreadable(status)
  return { prepayId: prepay.slice('prepay_id='.length) }
}

/** @throws WechatPayError, FORGED_ANSWER also for an answer about another order: it would be a replay */
export const queryOrder = async (requests: SignedRequests, outTradeNo: string): Promise<Trade | null> => {
  const asked = { out_trade_no: tradeNumber(outTradeNo) }
  const answer = await askOrNull(requests, ['ORDERNOTEXIST', 'RESOURCE_NOT_EXISTS'], () => requests.query(asked))
  if (!answer) return null
  const trade = readTrade(answer.data)
  if (!trade) throw unreadable(answer.status)
  const { appid, mchid } = requests.merchant
  if (trade.outTradeNo !== outTradeNo || trade.mchid !== mchid || trade.appid !== appid)
    throw forgedAnswer(answer.status, 'another order')
  return trade
}

/** @throws WechatPayError */
export const closeOrder = async (requests: SignedRequests, outTradeNo: string): Promise<void> => {
  const { status } = await ask(requests, () => requests.close(tradeNumber(outTradeNo)))
  if (status !== 204) throw unreadable(status)
}
