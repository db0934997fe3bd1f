/**
 * WeChat Pay did not do what it was asked, or did not say so in a way that can be believed. Holds none of its text and
 * nothing of the request: those carry the signature and openids.
 *
 * `code` is WeChat's own word in one spelling, for instance ORDERNOTEXIST, ORDERPAID, ORDER_CLOSED, OUT_TRADE_NO_USED,
 * NOT_ENOUGH, RULELIMIT, FREQUENCY_LIMITED (429), SYSTEM_ERROR (500 and more), SIGN_ERROR, PARAM_ERROR, or one of ours:
 * - NO_ANSWER: none within the time. **What was asked may still have been done.**
 * - FORGED_ANSWER: not signed by WeChat, or about something else than was asked: an alarm. It may still have been done.
 * - UNREADABLE: an answer that is not what the protocol says; BAD_BILL: a bill that contradicts its hash or its totals.
 */
export class WechatPayError extends Error {
  constructor(
    readonly code: string,
    /** HTTP status, 0 when there was no answer. */
    readonly status: number,
    /** The same request may be sent again later, with the same numbers and amounts. */
    readonly retry: boolean,
    detail?: string,
  ) {
    super(`WeChat Pay: ${code}${status ? ` (HTTP ${status})` : ''}${detail ? `: ${detail}` : ''}`)
    this.name = 'WechatPayError'
  }
}

export const noAnswer = (): WechatPayError => new WechatPayError('NO_ANSWER', 0, true)
export const forgedAnswer = (status: number, why: string): WechatPayError =>
  new WechatPayError('FORGED_ANSWER', status, false, why)
export const unreadable = (status: number): WechatPayError => new WechatPayError('UNREADABLE', status, false)

/** WeChat's documents spell the same code in several ways (ORDERNOTEXIST, ORDER_NOT_EXIST, ORDER_NOT_EXISTS …). */
const spellings = [
  'APPID_MCHID_NOT_MATCH',
  'FREQUENCY_LIMITED',
  'INVALID_REQUEST',
  'NOT_ENOUGH',
  'NO_STATEMENT_EXIST',
  'ORDERNOTEXIST',
  'ORDERPAID',
  'ORDER_CLOSED',
  'OUT_TRADE_NO_USED',
  'PARAM_ERROR',
  'REFUND_NOT_EXISTS',
  'RESOURCE_NOT_EXISTS',
  'RULELIMIT',
  'SIGN_ERROR',
  'STATEMENT_CREATING',
  'SYSTEM_ERROR',
]
const bare = (code: string): string => code.replaceAll('_', '').replace(/S$/, '')
const oneSpelling = new Map(spellings.map(code => [bare(code), code]))

const codeIn = (body: Buffer): string | undefined => {
  try {
    const { code } = JSON.parse(body.toString('utf8')) as { code?: unknown }
    return typeof code === 'string' && /^[A-Z0-9_]{1,64}$/.test(code)
      ? (oneSpelling.get(bare(code)) ?? code)
      : undefined
  } catch {
    return undefined
  }
}

/** What an answer other than 2xx means. Gateways in between also answer 429 and 5xx, in whatever form. */
export const refusalOf = (status: number, body: Buffer): WechatPayError => {
  if (status === 429) return new WechatPayError('FREQUENCY_LIMITED', status, true)
  const code = codeIn(body)
  if (status >= 500) return new WechatPayError(code ?? 'SYSTEM_ERROR', status, true)
  return code ? new WechatPayError(code, status, false) : unreadable(status)
}

/**
 * Why a notice is not taken. `probe`: WeChat itself sends signatures that begin with WECHATPAY/SIGNTEST/ to see whether
 * they are refused; it is no attack. Everything else is an alarm.
 */
export type ForgedReason =
  | 'headers'
  | 'probe'
  | 'timestamp'
  | 'serial'
  | 'signature'
  | 'fields'
  | 'algorithm'
  | 'decryption'
  | 'kind'
  | 'appid'
  | 'mchid'

export class ForgedNotice extends Error {
  constructor(readonly reason: ForgedReason) {
    super(`Notice refused: ${reason}`)
    this.name = 'ForgedNotice'
  }
}
