/** The one-time code that goes to a member's own phone: six digits, few tries, a short life, longer and longer waits. */
import { randomInt } from 'node:crypto'
import type { DataSource } from 'typeorm'
import { type Problem, problem } from 'shared/kernel/errors'
import type { Config } from '../../config'
import type { Tx } from '../../db/transaction'
import type { FieldCipher } from '../../security/field-cipher'
import { PersonLink } from './person-link.entity'

/** Wait before the second code; it doubles with each further one, so that a million codes cannot be tried. */
const firstWaitSeconds = 60

export interface NewCode {
  code: string
  values: Pick<PersonLink, 'codeHash' | 'codeSentAt' | 'codeExpiresAt' | 'codeFailures' | 'codeSends'>
}

/** Seconds until another code may be sent; 0 when it may be now. */
export const waitSeconds = ({ codeSentAt, codeSends }: PersonLink, now: Date): number => {
  if (!codeSentAt || !codeSends) return 0
  const next = codeSentAt.getTime() + firstWaitSeconds * 1000 * 2 ** Math.min(codeSends - 1, 12)
  return Math.max(0, Math.ceil((next - now.getTime()) / 1000))
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
  now: Date,
): Promise<void | Problem<'code_sent_recently'>> => {
  const wait = waitSeconds(link, now)
  if (wait) return problem('code_sent_recently', { retryAfterSeconds: wait })
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
