/** The one-time code that goes to a member's own phone: six digits, few tries, a short life, longer and longer waits. */
import { randomInt } from 'node:crypto'
import type { DataSource } from 'typeorm'
import { type Problem, problem } from 'shared/kernel/errors'
import type { Config } from '../../config'
import type { Tx } from '../../db/transaction'
import type { FieldCipher } from '../../security/field-cipher'
import type { AttemptCount } from './attempt-count.entity'
import { countAttempts, lockAttempts } from './attempts'
import { PersonLink } from './person-link.entity'

/** Wait before the second code; it doubles with each further one of the day, so that a million codes cannot be tried. */
const firstWaitSeconds = 60

export interface NewCode {
  code: string
  values: Pick<PersonLink, 'codeHash' | 'codeSentAt' | 'codeExpiresAt' | 'codeFailures' | 'codeSends'>
}

/**
 * Counts one more code, or says why it may not be sent yet: too soon after this WeChat user's last one to this person,
 * or too many today, to the person by everybody or by the user to everybody. Unbinding, adding again and a new account
 * change nothing.
 */
export const spendCode = async (
  tx: Tx,
  { CODES_PER_DAY }: Config,
  { wechatIndex, personId }: { wechatIndex: string; personId: string },
  now: Date,
): Promise<null | Problem<'code_sent_recently' | 'code_limit'>> => {
  const subjects = [`code:${wechatIndex}:${personId}`, `code-to:${personId}`, `code-by:${wechatIndex}`]
  const counts = await lockAttempts(tx, subjects, now)
  const [pair] = counts as [AttemptCount]
  const next = pair.lastAt.getTime() + firstWaitSeconds * 1000 * 2 ** (pair.spent - 1)
  const wait = pair.spent ? Math.ceil((next - now.getTime()) / 1000) : 0
  if (wait > 0) return problem('code_sent_recently', { retryAfterSeconds: wait })
  if (counts.some(c => c.spent >= CODES_PER_DAY)) return problem('code_limit')
  await countAttempts(tx, counts, now)
  return null
}

/** Keyed, because a million plain hashes are tried in no time. */
const hashCode = (cipher: FieldCipher, personId: string, code: string) => cipher.index(`${personId}:${code}`, 'reply')

export const newCode = (
  cipher: FieldCipher,
  { MEMBER_CODE_MINUTES }: Config,
  personId: string,
  codeSends: number,
  now: Date,
): NewCode => {
  const code = String(randomInt(1_000_000)).padStart(6, '0')
  return {
    code,
    values: {
      codeHash: hashCode(cipher, personId, code),
      codeSentAt: now,
      codeExpiresAt: new Date(now.getTime() + MEMBER_CODE_MINUTES * 60_000),
      codeFailures: 0,
      codeSends: codeSends + 1,
    },
  }
}

/** What the member reads. */
export const codeText = (code: string, { COUNTY_NAME, MEMBER_CODE_MINUTES }: Config): string =>
  `【${COUNTY_NAME}医共体】验证码 ${code}，${MEMBER_CODE_MINUTES} 分钟内有效。有人要把您添加为家人、代您办理就诊，是您同意的才告诉对方，否则请不要告诉任何人。`

/** Writes the next code unless one was sent a moment ago; of two requests at once, one sends. */
export const keepNewCode = async (
  tx: Tx,
  link: PersonLink,
  { values }: NewCode,
): Promise<void | Problem<'code_sent_recently'>> => {
  const kept = await tx
    .createQueryBuilder()
    .update(PersonLink)
    .set(values)
    .where(`link_id = :linkId AND state = 'pending' AND code_sends = :codeSends`, link)
    .execute()
  if (kept.affected !== 1) return problem('code_sent_recently', { retryAfterSeconds: firstWaitSeconds })
}

/**
 * Whether the code is right. A try is spent before the code is looked at, by one conditional UPDATE outside the
 * request's transaction: guesses at the same moment cannot pass the limit, and a refusal does not give the try back.
 */
export const tryCode = async (
  db: DataSource,
  { cipher, config, now }: { cipher: FieldCipher; config: Config; now: Date },
  link: PersonLink,
  code: string,
): Promise<null | Problem<'code_wrong' | 'code_expired' | 'code_locked'>> => {
  const { linkId, personId, codeHash } = link
  if (!codeHash || !link.codeExpiresAt || link.codeExpiresAt <= now) return problem('code_expired')
  const limit = config.PASSCODE_FAILURES
  const spent = await db
    .createQueryBuilder()
    .update(PersonLink)
    .set({ codeFailures: () => 'code_failures + 1' })
    .where('link_id = :linkId AND code_hash = :codeHash AND code_failures < :limit', { linkId, codeHash, limit })
    .execute()
  if (spent.affected !== 1) return problem('code_locked')
  if (hashCode(cipher, personId, code) === codeHash) return null
  const { codeFailures } = await db.manager.findOneByOrFail(PersonLink, { linkId })
  return problem('code_wrong', { left: Math.max(0, limit - codeFailures) })
}
