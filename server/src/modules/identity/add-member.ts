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
import { type NewCode, newCode, spendCode } from './member-code'
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

/** The code to send, if the county's file holds another mobile number than the account's; null when it must wait. */
const codeFor = async (
  tx: Tx,
  { cipher, config }: Keeping,
  wechatIndex: string,
  { personId }: Person,
  now: Date,
): Promise<NewCode | null> =>
  (await spendCode(tx, config, { wechatIndex, personId }, now)) ? null : newCode(cipher, config, personId, 0, now)

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
  const needed = person.phoneIndex !== null && person.phoneIndex !== account.phoneIndex
  const code = needed ? await codeFor(tx, keeping, account.openidIndex, person, now) : null
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
      ...code?.values,
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
