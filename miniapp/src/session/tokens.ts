import { create } from 'zustand'
import { createClient, ProblemError } from 'shared/kernel/client'
import { identityContract } from 'shared/identity/contract'
import { exclusively } from '../platform/exclusive'
import { quietLoginCode } from '../platform/login'
import { exchange } from '../platform/request'
import { forget, read, write } from '../platform/storage'

interface Held {
  accessToken: string
  refreshToken: string
  /** Milliseconds since 1970 of this phone's clock, a little before the server's end. */
  until: number
}

const key = 'session'
const { signIn, refresh } = identityContract
const door = createClient({ signIn, refresh }, request => exchange(request, null))

/** Who is signed in is the server's to say; the phone only knows whether it holds tokens. */
export const useSession = create<{ signedIn: boolean }>(() => ({ signedIn: read<Held>(key) !== null }))

const hold = (tokens: { accessToken: string; refreshToken: string; expiresIn: number }): string => {
  write(key, { ...tokens, until: Date.now() + (tokens.expiresIn - 30) * 1000 })
  useSession.setState({ signedIn: true })
  return tokens.accessToken
}

export const dropTokens = (): void => {
  forget(key)
  useSession.setState({ signedIn: false })
}

/** @throws ProblemError of the sign-in endpoint */
export const signInWith = async (code: string): Promise<void> => {
  hold(await door.signIn({ body: { code } }))
}

/**
 * The server takes the refresh token no more: it ran out, or its family was ended. In WeChat the person is asked nothing:
 * WeChat says again who holds the phone, and keeps each WeChat user's storage apart, so it is the same person.
 */
const signInAgain = async (lost: Held, refused: ProblemError): Promise<string> => {
  const code = await quietLoginCode()
  const tokens = code ? await door.signIn({ body: { code } }).catch(unlessUndecided) : null
  // Signed out, or in again by hand, in the meantime: that stands.
  const same = read<Held>(key)?.refreshToken === lost.refreshToken
  if (tokens && same) return hold(tokens)
  if (same) dropTokens()
  throw refused
}
const undecided = ['network_unreachable', 'unavailable', 'internal', 'wechat_unavailable', 'too_many_requests']
/** Without a decision the phone keeps what it holds, and the next request tries again. */
const unlessUndecided = (error: unknown): null => {
  if (error instanceof ProblemError && !undecided.includes(error.code)) return null
  throw error
}

const exchangeRefreshToken = async (spent: string | null): Promise<string> => {
  // Read again inside the lock: another tab may have refreshed while this one waited.
  const held = read<Held>(key)
  if (!held) {
    // Another tab signed out: this one must know, too, to show the way in.
    dropTokens()
    throw new ProblemError('signed_out')
  }
  if (held.accessToken !== spent && held.until > Date.now()) return held.accessToken
  try {
    return hold(await door.refresh({ body: { refreshToken: held.refreshToken } }))
  } catch (error) {
    if (error instanceof ProblemError && error.code === 'refresh_token_invalid') return signInAgain(held, error)
    throw error
  }
}

let refreshing: Promise<string> | null = null

/**
 * A token that should still be good, refreshed once for all who wait.
 * @param spent one that the server just refused
 * @throws ProblemError `signed_out`, `refresh_token_invalid`, `network_unreachable`; see signInAgain
 */
export const accessToken = (spent: string | null = null): Promise<string> => {
  const held = read<Held>(key)
  if (held && held.accessToken !== spent && held.until > Date.now()) return Promise.resolve(held.accessToken)
  refreshing ??= exclusively('refresh', () => exchangeRefreshToken(spent)).finally(() => {
    refreshing = null
  })
  return refreshing
}
