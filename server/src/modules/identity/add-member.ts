/** Adds a family member: at once, or pending until the code from the member's own phone is told. */
import { type Problem, problem } from 'shared/kernel/errors'
import { Brackets } from 'typeorm'
import type { Config } from '../../config'
import type { Tx } from '../../db/transaction'
import type { PlatformPerson } from '../../relay/connector'
import type { FieldCipher } from '../../security/field-cipher'
import { Account } from './account.entity'
import type { Relation, Scope } from './acting'
import { makeLink } from './links'
import { type NewCode, newCode, waitSeconds } from './member-code'
import { upsertPerson } from './person'
import type { Person } from './person.entity'
import { PersonLink } from './person-link.entity'

export interface NewMember {
  accountId: string
  selfPersonId: string
  found: PlatformPerson
  relation: Relation
  scope: Scope[]
  guardianConsent: boolean
}
export interface Added {
  link: PersonLink
  person: Person
  /** To be sent to `phone` after the transaction. */
  send: { code: string; phone: string } | null
}
interface Keeping {
  cipher: FieldCipher
  config: Config
}

const liveMembers = (tx: Tx, accountId: string): Promise<number> =>
  tx
    .createQueryBuilder(PersonLink, 'l')
    .where(`l.account_id = :accountId AND l.basis = 'member'`, { accountId })
    .andWhere(new Brackets(q => q.where(`l.state = 'pending'`).orWhere(`l.state = 'active'`)))
    .getCount()

/** Unbinding and adding again does not shorten the wait for the next code. */
const lastTry = (tx: Tx, accountId: string, personId: string): Promise<PersonLink | null> =>
  tx.findOne(PersonLink, { where: { accountId, personId, basis: 'member' }, order: { createdAt: 'DESC' } })

/** The code to send, if the county's file holds another mobile number than the account's. */
const codeFor = async (
  tx: Tx,
  { cipher, config }: Keeping,
  account: Account,
  person: Person,
  now: Date,
): Promise<{ needed: boolean; code: NewCode | null; earlier: PersonLink | null }> => {
  if (!person.phoneIndex || person.phoneIndex === account.phoneIndex)
    return { needed: false, code: null, earlier: null }
  const earlier = await lastTry(tx, account.accountId, person.personId)
  if (earlier && waitSeconds(earlier, now)) return { needed: true, code: null, earlier }
  const recent = earlier?.codeSentAt && now.getTime() - earlier.codeSentAt.getTime() < 86_400_000
  return { needed: true, code: newCode(cipher, config, person.personId, recent ? earlier.codeSends : 0, now), earlier }
}

export const addMember = async (
  tx: Tx,
  keeping: Keeping,
  { accountId, selfPersonId, found, relation, scope, guardianConsent }: NewMember,
  now: Date,
): Promise<Added | Problem<'member_limit' | 'already_member'>> => {
  const { cipher, config } = keeping
  // Two additions of one account at once wait for each other here, so that both are counted.
  const account = await tx.findOneOrFail(Account, { where: { accountId }, lock: { mode: 'pessimistic_write' } })
  if ((await liveMembers(tx, accountId)) >= config.MEMBER_LIMIT)
    return problem('member_limit', { limit: config.MEMBER_LIMIT })
  const person = await upsertPerson(tx, cipher, found, now)
  if (person.personId === selfPersonId) return problem('already_member')
  const { needed, code, earlier } = await codeFor(tx, keeping, account, person, now)
  const waiting = earlier && { codeSentAt: earlier.codeSentAt, codeSends: earlier.codeSends }
  const link = await makeLink(
    tx,
    {
      accountId,
      personId: person.personId,
      basis: 'member',
      relation,
      scope,
      state: needed ? 'pending' : 'active',
      guardianConsentAt: guardianConsent ? now : null,
      ...(code ? code.values : waiting),
    },
    now,
  )
  if (!link) return problem('already_member')
  return { link, person, send: code && { code: code.code, phone: found.phone! } }
}

/** The right code came: the member is bound. */
export const activateMember = async (tx: Tx, link: PersonLink): Promise<PersonLink | Problem<'not_found'>> => {
  const done = await tx
    .createQueryBuilder()
    .update(PersonLink)
    .set({ state: 'active', codeHash: null })
    .where(`link_id = :linkId AND state = 'pending'`, link)
    .execute()
  return done.affected === 1 ? Object.assign(link, { state: 'active' as const, codeHash: null }) : problem('not_found')
}
