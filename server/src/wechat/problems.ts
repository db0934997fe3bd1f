/**
 * Why WeChat did not do what it was asked.
 * - `code_invalid`: the one-time code is used, older than 5 minutes, or another person's: ask for a new one
 * - `rate_limited`: too often; repeat later
 * - `blocked`: WeChat holds the account for risky and refuses its sign-in
 * - `no_quota`: the person has not agreed to (another) message of this template; never repeat
 * - `bad_argument`: a field, page, scene or openid that WeChat does not take; never repeat as it is
 * - `misconfigured`: appid, secret, template or server address is wrong: an alarm for the operator
 * - `unavailable`: no answer, or none that can be read. **What was asked may still have been done**, unless WeChat
 *   answered with a number, or was never reached (`wasNotDone`).
 */
export type WechatProblem = {
  error: 'code_invalid' | 'rate_limited' | 'blocked' | 'no_quota' | 'bad_argument' | 'misconfigured' | 'unavailable'
  /** WeChat's own number, null when it gave none. */
  errcode: number | null
  /** How it showed. Never WeChat's text or the request: those carry the secret, tokens and openids. */
  seen: 'errcode' | 'timeout' | 'network' | 'unreachable' | 'no_token' | 'http_status' | 'too_large' | 'unreadable'
}

const byErrcode: Record<number, WechatProblem['error']> = {
  40029: 'code_invalid',
  40163: 'code_invalid',
  45009: 'rate_limited',
  45011: 'rate_limited',
  40226: 'blocked',
  43101: 'no_quota',
  40003: 'bad_argument',
  40097: 'bad_argument',
  40129: 'bad_argument',
  40169: 'bad_argument',
  41030: 'bad_argument',
  47001: 'bad_argument',
  47003: 'bad_argument',
  40002: 'misconfigured',
  40013: 'misconfigured',
  40037: 'misconfigured',
  40125: 'misconfigured',
  40164: 'misconfigured',
  41002: 'misconfigured',
  41004: 'misconfigured',
}

/** What an `errcode` other than 0 means; −1 ("busy") and numbers nobody foresaw are `unavailable`. */
export const problemOfErrcode = (errcode: number): WechatProblem => ({
  error: byErrcode[errcode] ?? 'unavailable',
  errcode,
  seen: 'errcode',
})

export const noAnswer = (seen: Exclude<WechatProblem['seen'], 'errcode'>): WechatProblem => ({
  error: 'unavailable',
  errcode: null,
  seen,
})

/** Whether WeChat surely did not do what it was asked. */
export const wasNotDone = ({ errcode, seen }: WechatProblem): boolean =>
  errcode !== null || seen === 'unreachable' || seen === 'no_token'

export const isWechatProblem = (answer: object): answer is WechatProblem => 'error' in answer && 'seen' in answer
