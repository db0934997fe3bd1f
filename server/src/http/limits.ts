/** How often one WeChat user or address may ask (OWASP ASVS 2.4.1, 6.3.1). */
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible'
import type { Endpoint } from 'shared/kernel/endpoint'
import { type Problem, problem } from 'shared/kernel/errors'
import type { Config } from '../config'

/** A phone sends nine pictures together; more at once, or slowly, only fills the memory. */
const uploadsAtOnce = 10
const freeSoonSeconds = 5

export const createLimits = (config: Config) => {
  const limiter = (points: number) => new RateLimiterMemory({ points, duration: 60 })
  const wechat = limiter(config.REQUESTS_PER_MINUTE)
  const address = limiter(config.PUBLIC_REQUESTS_PER_MINUTE)
  const besides = { guess: limiter(config.GUESSES_PER_MINUTE), upload: limiter(config.UPLOADS_PER_MINUTE) }

  const take = async (limiter: RateLimiterMemory, key: string): Promise<Problem<'too_many_requests'> | undefined> => {
    try {
      await limiter.consume(key)
      return undefined
    } catch (refused) {
      return problem('too_many_requests', {
        retryAfterSeconds: Math.ceil((refused as RateLimiterRes).msBeforeNext / 1000),
      })
    }
  }
  const underWay = new Map<string, number>()
  return {
    /** Reads what somebody uploads, so many at once as one phone sends. */
    async forReading<T>(wechatIndex: string, read: () => Promise<T>): Promise<T | Problem<'too_many_requests'>> {
      const others = underWay.get(wechatIndex) ?? 0
      if (others >= uploadsAtOnce) return problem('too_many_requests', { retryAfterSeconds: freeSoonSeconds })
      underWay.set(wechatIndex, others + 1)
      try {
        return await read()
      } finally {
        const left = underWay.get(wechatIndex)! - 1
        if (left) underWay.set(wechatIndex, left)
        else underWay.delete(wechatIndex)
      }
    },
    /** Public endpoints count by address: a village may share one, so their limit is wide even for guesses. */
    forPublic: (ip: string) => take(address, ip),
    /** By WeChat identity: an account that is deleted and made anew has no new tries. */
    forWechat: async (wechatIndex: string, e: Endpoint) =>
      (await take(wechat, wechatIndex)) ?? (e.limit ? await take(besides[e.limit], wechatIndex) : undefined),
  }
}
export type Limits = ReturnType<typeof createLimits>
