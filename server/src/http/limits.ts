/** How often one WeChat user or address may ask (OWASP ASVS 2.4.1, 6.3.1). */
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible'
import type { Endpoint } from 'shared/kernel/endpoint'
import { type Problem, problem } from 'shared/kernel/errors'
import type { Config } from '../config'

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
  return {
    /** Public endpoints count by address: a village may share one, so their limit is wide even for guesses. */
    forPublic: (ip: string) => take(address, ip),
    /** By WeChat identity: an account that is deleted and made anew has no new tries. */
    forWechat: async (wechatIndex: string, e: Endpoint) =>
      (await take(wechat, wechatIndex)) ?? (e.limit ? await take(besides[e.limit], wechatIndex) : undefined),
  }
}
export type Limits = ReturnType<typeof createLimits>
