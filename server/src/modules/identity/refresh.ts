/**
 * Exchanges a refresh token for the next pair. A token is good once: when it comes again, it was copied, and the whole
 * family ends. Two requests with one token at the same moment are told apart by one conditional UPDATE.
 */
import type { DataSource } from 'typeorm'
import { type Problem, problem } from 'shared/kernel/errors'
import type { Config } from '../../config'
import { type Tx, transaction } from '../../db/transaction'
import { RefreshToken } from './refresh-token.entity'
import { SessionRecord } from './session.entity'
import { type Tokens, endSession, hashOf, issueTokens } from './tokens'

const spend = async (tx: Tx, tokenHash: string, now: Date): Promise<boolean> => {
  const spent = await tx
    .createQueryBuilder()
    .update(RefreshToken)
    .set({ usedAt: now })
    .where('token_hash = :tokenHash AND used_at IS NULL', { tokenHash })
    .execute()
  return spent.affected === 1
}

/** `reused`: told whose family ended, after the commit. */
export const refresh = (
  db: DataSource,
  config: Config,
  refreshToken: string,
  now: Date,
  reused: (accountId: string) => void,
): Promise<Tokens | Problem<'refresh_token_invalid'>> =>
  transaction(db, async tx => {
    const known = await tx.findOneBy(RefreshToken, { tokenHash: hashOf(refreshToken) })
    const refused = problem('refresh_token_invalid')
    if (!known || known.expiresAt <= now) return refused
    const session = await tx.findOneBy(SessionRecord, { sessionId: known.sessionId })
    if (!session || session.endedAt || session.expiresAt <= now) return refused
    if (!(await spend(tx, known.tokenHash, now))) {
      await endSession(tx, session.sessionId, 'token_reused', now)
      // A Problem would roll the end back.
      return { reusedOf: session.accountId }
    }
    const tokens = await issueTokens(tx, config, session, now)
    const expiresAt = new Date(now.getTime() + config.REFRESH_TOKEN_DAYS * 86_400_000)
    await tx.update(SessionRecord, { sessionId: session.sessionId }, { expiresAt })
    return tokens
  }).then(result => {
    if (!('reusedOf' in result)) return result
    reused(result.reusedOf)
    return problem('refresh_token_invalid')
  })
