import { createHash } from 'node:crypto'
import { ask, askOrNull } from './ask'
import { badBill } from './bill-file'
import { realHost } from './exchange'
import { type FundFlowLine, readFundFlowBill } from './fund-flow-bill'
import { unreadable } from './problems'
import type { SignedRequests } from './signed-requests'
import { readTradeBill, type TradeBillLine } from './trade-bill'

type Answer = { status: number; data?: { download_url?: unknown; hash_type?: unknown; hash_value?: unknown } }

/** WeChat says one of these for a bill that is not written yet, and for a day without any movement. */
const none = ['NO_STATEMENT_EXIST', 'STATEMENT_CREATING']

const checkedDay = (day: string): string => {
  if (!/^\d{4}-\d\d-\d\d$/.test(day)) throw new RangeError('Not a day')
  return day
}

/** The download is not signed, but the answer that tells its address and its hash is. The address ends in 5 minutes. */
const fetchBill = async (requests: SignedRequests, apply: () => Promise<Answer>): Promise<Buffer | null> => {
  const answer = await askOrNull(requests, none, apply)
  if (!answer) return null
  const { download_url: url, hash_type: type, hash_value: hash } = answer.data ?? {}
  const complete = typeof url === 'string' && url.startsWith(`${realHost}/`) && typeof hash === 'string'
  if (!complete || type !== 'SHA1') throw unreadable(answer.status)
  const file = await ask(requests, () => requests.download(url))
  if (createHash('sha1').update(file).digest('hex') !== hash.toLowerCase()) throw badBill('another hash', true)
  return file
}

/** @throws WechatPayError */
export const fetchTradeBill = async (requests: SignedRequests, day: string): Promise<TradeBillLine[] | null> => {
  const params = { bill_date: checkedDay(day), bill_type: 'ALL' }
  const file = await fetchBill(requests, () => requests.tradebill(params))
  return file && readTradeBill(file)
}

/** @throws WechatPayError */
export const fetchFundFlowBill = async (requests: SignedRequests, day: string): Promise<FundFlowLine[] | null> => {
  const params = { bill_date: checkedDay(day), account_type: 'BASIC' }
  const file = await fetchBill(requests, () => requests.fundflowbill(params))
  return file && readFundFlowBill(file)
}
