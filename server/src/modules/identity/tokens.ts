/** Access and refresh tokens of a session. A refresh token is 32 random bytes; only its SHA-256 is kept. */
import { createHash, randomBytes } from 'node:crypto'
import { v7 as uuid } from 'uuid'
import type { Config } from '../../config'
import type { Tx } from '../../db/transaction'
import { signAccessToken } from './access-token'
import { RefreshToken } from './refresh-token.entity'
import { SessionRecord } from './session.entity'

export interface Tokens {
  accessToken: string
  expiresIn: number
  refreshToken: string
}

export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex')

const expiryOf = (now: Date, config: Config): Date => new Date(now.getTime() + config.REFRESH_TOKEN_DAYS * 86_400_000)

/** The next pair of a session's family; the session lives as long as its newest refresh token. */
export const issueTokens = async (
  tx: Tx,
  config: Config,
  { sessionId, accountId }: { sessionId: string; accountId: string },
  now: Date,
): Promise<Tokens> => {
  const refreshToken = randomBytes(32).toString('base64url')
  const expiresAt = expiryOf(now, config)
  const row = { tokenHash: hashOf(refreshToken), sessionId, createdAt: now, expiresAt }
  await tx.createQueryBuilder().insert().into(RefreshToken).values(row).updateEntity(false).execute()
  const expiresIn = config.ACCESS_TOKEN_MINUTES * 60
  return {
    accessToken: signAccessToken({ accountId, sessionId }, config.ACCESS_TOKEN_KEY, now, expiresIn),
    expiresIn,
    refreshToken,
  }
}

export const openSession = async (tx: Tx, config: Config, accountId: string, now: Date): Promise<Tokens> => {
  const sessionId = uuid()
  const row = { sessionId, accountId, createdAt: now, lastSeenAt: now, expiresAt: expiryOf(now, config) }
  await tx.createQueryBuilder().insert().into(SessionRecord).values(row).updateEntity(false).execute()
  return issueTokens(tx, config, { sessionId, accountId }, now)
}

/** Ends a session, or nothing when it has ended. */
export const endSession = async (
  tx: Tx,
  sessionId: string,
  endReason: NonNullable<SessionRecord['endReason']>,
  now: Date,
): Promise<void> => {
  await tx
    .createQueryBuilder()
    .update(SessionRecord)
    .set({ endedAt: now, endReason })
    .where('session_id = :sessionId AND ended_at IS NULL', { sessionId })
    .execute()
}
