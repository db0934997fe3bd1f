/** One HTTP exchange with WeChat Pay: bounded in time and size, no redirects, and only what WeChat signed is believed. */
import type { Clock } from '../../clock'
import { readBounded } from '../read-bounded'
import type { Merchant } from './merchant'
import { forgedAnswer, noAnswer, refusalOf, unreadable } from './problems'
import { doubtOf } from './signature'

/** What wechatpay-node-v3 puts before every path, and WeChat before the address of a bill. */
export const realHost = 'https://api.mch.weixin.qq.com'

export interface PayRequest {
  method: 'GET' | 'POST'
  /** Begins with `realHost`; goes to the configured base URL. */
  url: string
  headers: Record<string, string>
  body?: string
}

/** The largest answer is a refund's, some 2 KB. */
const maxAnswerBytes = 256 * 1024
/** A line of a bill is some 400 bytes: room for 160,000 payments and refunds a day. */
const maxBillBytes = 64 * 1024 * 1024

type Received = { status: number; headers: Headers; body: Buffer }

const send = async (merchant: Merchant, request: PayRequest, maxBytes: number): Promise<Received> => {
  const { method, body } = request
  // The library asks for gzip by itself; fetch does so too, and unpacks it.
  const { 'Accept-Encoding': _, ...headers } = request.headers
  // Which of its keys WeChat is to sign the answer with.
  headers['Wechatpay-Serial'] = merchant.platformSerial
  let response: Response
  let bytes: Buffer | null
  try {
    const signal = AbortSignal.timeout(merchant.timeoutMs)
    const url = merchant.baseUrl + request.url.slice(realHost.length)
    response = await fetch(url, { method, headers, body, redirect: 'manual', signal })
    bytes = await readBounded(response, maxBytes)
  } catch {
    // What fetch throws is dropped: it may hold the address, and that the merchant's number.
    throw noAnswer()
  }
  if (!bytes) throw unreadable(response.status)
  if (!response.ok) throw refusalOf(response.status, bytes)
  return { status: response.status, headers: response.headers, body: bytes }
}

const fieldsOf = (status: number, body: Buffer): Record<string, unknown> => {
  if (body.length === 0) return {}
  try {
    return JSON.parse(body.toString('utf8')) as Record<string, unknown>
  } catch {
    throw unreadable(status)
  }
}

/** @throws WechatPayError unless the answer is 2xx and signed */
export const exchangeSigned = async (
  merchant: Merchant,
  clock: Clock,
  request: PayRequest,
): Promise<{ status: number; data: Record<string, unknown> }> => {
  const { status, headers, body } = await send(merchant, request, maxAnswerBytes)
  const doubt = doubtOf(merchant.platformKeys, name => headers.get(name) ?? undefined, body, clock.now())
  if (doubt) throw forgedAnswer(status, doubt)
  return { status, data: fieldsOf(status, body) }
}

/** The one answer WeChat does not sign; whoever asks compares its hash with the signed one. @throws WechatPayError */
export const downloadUnsigned = async (merchant: Merchant, request: PayRequest): Promise<Buffer> =>
  (await send(merchant, request, maxBillBytes)).body
