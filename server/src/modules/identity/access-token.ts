/** Our access token: short-lived, signed by one pinned algorithm, for one audience. */
import { type KeyObject, createSecretKey } from 'node:crypto'
import jwt from 'jsonwebtoken'
import * as z from 'zod'
import { type Problem, problem } from 'shared/kernel/errors'

const algorithm = 'HS256'
const issuer = 'county-health'
const audience = 'county-health-api'

export interface AccessClaims {
  accountId: string
  sessionId: string
}
export interface ReadClaims extends AccessClaims {
  expiresAt: Date
}
const Claims = z.object({ sub: z.uuid(), sid: z.uuid(), iat: z.number(), exp: z.number() })

/** Made once: from a text, jsonwebtoken tries to read a public key first, at each token, and that takes longer than all. */
const keys = new Map<string, KeyObject>()
const keyOf = (text: string): KeyObject => {
  const known = keys.get(text) ?? createSecretKey(Buffer.from(text))
  keys.set(text, known)
  return known
}

/** `seconds`: how long it lives, at most 900. */
export const signAccessToken = (claims: AccessClaims, key: string, now: Date, seconds: number): string =>
  jwt.sign({ sid: claims.sessionId, iat: Math.floor(now.getTime() / 1000) }, keyOf(key), {
    algorithm,
    issuer,
    audience,
    subject: claims.accountId,
    expiresIn: seconds,
  })

/** Tokens whose signature was checked before: it cannot change. When they end is asked again each time. */
const checked = new Map<string, { key: string; claims: ReadClaims; from: number; to: number }>()
const checkedAtMost = 20_000

/** What the token claims; `token_expired` when it was ours once, `signed_out` when it never was. */
export const readAccessToken = (
  token: string,
  key: string,
  now: Date,
): ReadClaims | Problem<'signed_out' | 'token_expired'> => {
  const seconds = Math.floor(now.getTime() / 1000)
  const known = checked.get(token)
  if (known && known.key === key && known.from <= seconds && seconds < known.to) return known.claims
  try {
    const { sub, sid, iat, exp } = Claims.parse(
      jwt.verify(token, keyOf(key), { algorithms: [algorithm], issuer, audience, clockTimestamp: seconds }),
    )
    const claims = { accountId: sub, sessionId: sid, expiresAt: new Date(exp * 1000) }
    if (checked.size >= checkedAtMost) checked.clear()
    checked.set(token, { key, claims, from: iat, to: exp })
    return claims
  } catch (error) {
    return problem(error instanceof jwt.TokenExpiredError ? 'token_expired' : 'signed_out')
  }
}
