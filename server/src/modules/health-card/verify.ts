/**
 * Verification of a shown code. The card authority judges; each judgement about somebody's card is recorded and audited,
 * also when the card is void. The authority is asked outside the transaction; a code is good for one verification.
 */
import { v7 as uuid } from 'uuid'
import { type Problem, isProblem, problem } from 'shared/kernel/errors'
import type { Context } from '../../context'
import type { Tx } from '../../db/transaction'
import type { CardOutcome, PlatformPerson } from '../../relay/connector'
import { recordAccess } from '../audit'
import { institutionNames } from '../directory'
import { type Person, type Position, findPersonByPlatformId, upsertPerson } from '../identity'
import { tell } from '../notifications'
import { CardUsage } from './card-usage.entity'
import { type CardStep, stepWords } from './steps'

export interface Verifier {
  position: Position
  accountId: string
  requestId: string
}
export type VoidReason = 'frozen' | 'reissued' | 'used'
/** What the authority said, with the person of the card as far as known. */
export interface Judged {
  outcome: Exclude<CardOutcome['outcome'], 'expired' | 'forged'>
  why: VoidReason | null
  /** Told by the platform because nobody here knew the person yet. */
  told: PlatformPerson | null
  known: Person | null
}
export type Verified = { valid: true; person: Person } | { valid: false; why: VoidReason }
export type NotVerified = Problem<'card_code_expired' | 'card_code_forged' | 'county_platform_unavailable'>

/** Asks the card authority, and for a person unknown here the platform's file. */
export const judgeCode = async (
  { county, db }: Context,
  code: string,
  institutionId: string,
  step: CardStep,
): Promise<Judged | NotVerified> => {
  const answer = await county.verifyCard(code, institutionId, step)
  if (isProblem(answer)) return answer
  if (!('platformId' in answer)) return problem(answer.outcome === 'expired' ? 'card_code_expired' : 'card_code_forged')
  const { platformId } = answer
  const known = platformId ? await findPersonByPlatformId(db, platformId) : null
  const told = platformId && !known ? await county.findPerson(platformId) : null
  if (isProblem(told)) return told
  return { outcome: answer.outcome, why: answer.outcome === 'void' ? answer.why : null, told, known }
}

/** A card that was shown by somebody else is noticed by its holder alone. */
const tellHolder = async (tx: Tx, { usageId, personId, institutionId, step, outcome, usedAt }: CardUsage) => {
  const institution = (await institutionNames(tx, [institutionId])).get(institutionId)
  await tell(tx, [
    {
      kind: 'card_used',
      key: `card:${usageId}`,
      personId,
      facts: {
        ...(institution && { institution }),
        action: stepWords[step],
        state: outcome === 'valid' ? '核验通过' : '没有通过',
      },
      link: `packages/resident/health-card/usages?personId=${personId}`,
      at: usedAt,
    },
  ])
}

/** Writes the usage and the audit row, and tells the holder. */
export const recordVerification = async (
  tx: Tx,
  { cipher, clock }: Pick<Context, 'cipher' | 'clock'>,
  { position, accountId, requestId }: Verifier,
  step: CardStep,
  { outcome, why, told, known }: Judged,
): Promise<Verified | NotVerified> => {
  const now = clock.now()
  const person = known ?? (told && (await upsertPerson(tx, cipher, told, now)))
  if (person) {
    const { personId } = person
    const { institutionId, role } = position
    const usage = { usageId: uuid(), personId, institutionId, step, outcome, usedAt: now, accountId }
    await tx.createQueryBuilder().insert().into(CardUsage).values(usage).updateEntity(false).execute()
    const who = { accountId, role, institutionId, personId, requestId }
    await recordAccess(tx, {
      at: now,
      action: 'health-card.verify',
      ...who,
      purpose: stepWords[step],
      details: { outcome },
    })
    await tellHolder(tx, usage)
  }
  if (outcome === 'void') return { valid: false, why: why! }
  // A valid card of a file that is gone meanwhile: nobody to name.
  return person ? { valid: true, person } : problem('card_code_forged')
}
