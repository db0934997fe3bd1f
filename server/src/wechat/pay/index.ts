/** WeChat Pay v3 for one merchant: the only door of this folder. Amounts are integer fen. */
import type { Clock } from '../../clock'
import type { Config } from '../../config'
import { fetchFundFlowBill, fetchTradeBill } from './bills'
import type { FundFlowLine } from './fund-flow-bill'
import { readMerchant } from './merchant'
import { type NoticeHeaders, type PayNotice, readNotice } from './notice'
import { closeOrder, type Order, placeOrder, queryOrder } from './orders'
import type { WechatRefund } from './refund'
import { type AskedRefund, askRefund, queryRefund } from './refunds'
import { type PayParameters, SignedRequests } from './signed-requests'
import type { Trade } from './trade'
import type { TradeBillLine } from './trade-bill'

export { ForgedNotice, type ForgedReason, WechatPayError } from './problems'
export type { AskedRefund, FundFlowLine, NoticeHeaders, Order, PayNotice, PayParameters, Trade, TradeBillLine }
export type { RefundState, WechatRefund } from './refund'
export type { TradeState } from './trade'

/** Everything that asks WeChat rejects with WechatPayError, and may be asked again with the same numbers and amounts. */
export interface WechatPay {
  appid: string
  mchid: string
  /** `prepayId` lives two hours. */
  order(order: Order): Promise<{ prepayId: string }>
  /** What wx.requestPayment takes. */
  payParameters(prepayId: string): PayParameters
  /** Null: WeChat does not know the order. Amount and openid are for the caller to compare. */
  query(outTradeNo: string): Promise<Trade | null>
  /** Resolves only when WeChat confirmed that nobody can pay it any more. */
  close(outTradeNo: string): Promise<void>
  /** Accepted, not yet done: see `state`. */
  refund(refund: AskedRefund): Promise<WechatRefund>
  /** Null: WeChat does not know the refund. */
  queryRefund(outRefundNo: string): Promise<WechatRefund | null>
  /** `day` YYYY-MM-DD in Beijing. Null: no statement yet (from 10:00 the next day), or nothing happened that day. */
  tradeBill(day: string): Promise<TradeBillLine[] | null>
  fundFlowBill(day: string): Promise<FundFlowLine[] | null>
  /** `raw` the body as it came, `headers` with lower-case names. @throws ForgedNotice */
  readNotice(raw: Buffer | string, headers: NoticeHeaders): PayNotice
}

/**
 * @returns null when no merchant is configured
 * @throws Error with one clear sentence when the configuration does not fit together
 */
export const createWechatPay = (config: Config, clock: Clock): WechatPay | null => {
  const merchant = readMerchant(config)
  if (!merchant) return null
  const requests = new SignedRequests(merchant, clock)
  return {
    appid: merchant.appid,
    mchid: merchant.mchid,
    order: order => placeOrder(requests, order),
    payParameters: prepayId => requests.payParameters(prepayId),
    query: outTradeNo => queryOrder(requests, outTradeNo),
    close: outTradeNo => closeOrder(requests, outTradeNo),
    refund: refund => askRefund(requests, refund),
    queryRefund: outRefundNo => queryRefund(requests, outRefundNo),
    tradeBill: day => fetchTradeBill(requests, day),
    fundFlowBill: day => fetchFundFlowBill(requests, day),
    readNotice: (raw, headers) => readNotice(merchant, clock.now(), raw, headers),
  }
}
