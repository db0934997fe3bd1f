import { randomBytes } from 'node:crypto'
import { type Clock } from './clock'
import { type Errcode } from './errors'

const lifetimeMs = 7200_000
/** A token that is replaced in time stays good this long; `stable_token` hands out the next one this long before the end. */
const overlapMs = 5 * 60_000

export function createTokens(clock: Clock) {
  const expiry = new Map<string, number>()
  const current: { stable?: string; plain?: string } = {}

  const issue = (kind: 'stable' | 'plain') => {
    const token = `sandbox_${randomBytes(24).toString('base64url')}`
    expiry.set(token, clock.now() + lifetimeMs)
    current[kind] = token
    return token
  }
  const left = (token: string | undefined) => Math.max((token ? (expiry.get(token) ?? 0) : 0) - clock.now(), 0)
  const answer = (token: string) => ({ access_token: token, expires_in: Math.ceil(left(token) / 1000) })

  return {
    /** `stable_token`: everyone who asks gets the same token, until its last five minutes or until one forces a new one. */
    stable(forceRefresh: boolean) {
      if (forceRefresh && current.stable) expiry.delete(current.stable)
      const stays = current.stable !== undefined && left(current.stable) > overlapMs
      return answer(stays ? current.stable! : issue('stable'))
    },

    /** `/cgi-bin/token`: a new one at every call; the one before it dies after the overlap. */
    plain() {
      if (current.plain && left(current.plain) > overlapMs) expiry.set(current.plain, clock.now() + overlapMs)
      return answer(issue('plain'))
    },

    /** 0 when the token is good. */
    check(token: unknown): Errcode {
      if (typeof token !== 'string' || token === '') return 41001
      const end = expiry.get(token)
      if (end === undefined) return 40001
      return end > clock.now() ? 0 : 42001
    },

    /** As when somebody else forced a refresh: every token handed out so far answers 40001. */
    revokeAll(): void {
      expiry.clear()
    },
  }
}
export type Tokens = ReturnType<typeof createTokens>
