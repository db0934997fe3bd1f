/** How everything is asked: repeated where WeChat failed, and never with a number that would bend the path. */
import { setTimeout as pause } from 'node:timers/promises'
import { WechatPayError } from './problems'
import type { SignedRequests } from './signed-requests'

const pausesMs = [200, 600]

/**
 * Asks again, with the same numbers and amounts, when WeChat failed or did not answer: all we ask of it is idempotent.
 * Nothing else is repeated. No new try begins once the time for one exchange has passed: somebody may be waiting.
 */
export const ask = async <Answer>(requests: SignedRequests, send: () => Promise<Answer>): Promise<Answer> => {
  const began = performance.now()
  for (let tries = 0; ; tries++) {
    try {
      return await send()
    } catch (error) {
      const pauseMs = pausesMs[tries]
      const late = performance.now() - began > requests.merchant.timeoutMs
      if (!isProblem(error, ['SYSTEM_ERROR', 'NO_ANSWER']) || pauseMs === undefined || late) throw error
      await pause(pauseMs)
    }
  }
}

const isProblem = (error: unknown, codes: string[]): boolean =>
  error instanceof WechatPayError && codes.includes(error.code)

/** `ask`, and null where WeChat says by one of these codes that there is no such thing. */
export const askOrNull = async <Answer>(
  requests: SignedRequests,
  none: string[],
  send: () => Promise<Answer>,
): Promise<Answer | null> => {
  try {
    return await ask(requests, send)
  } catch (error) {
    if (isProblem(error, none)) return null
    throw error
  }
}

const checked = (number: string, pattern: RegExp): string => {
  if (!pattern.test(number)) throw new RangeError('Not a number that can be sent to WeChat Pay')
  return number
}
/** The library writes numbers into paths as they are. @throws RangeError */
export const tradeNumber = (number: string): string => checked(number, /^[A-Za-z0-9_-]{6,32}$/)
export const refundNumber = (number: string): string => checked(number, /^[A-Za-z0-9_-]{1,64}$/)

/** @throws RangeError */
export const wholeFen = (amount: number): number => {
  if (!Number.isSafeInteger(amount) || amount < 1) throw new RangeError('Not an amount in fen')
  return amount
}
