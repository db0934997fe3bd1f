/** Authorisations (代办授权): somebody lets a relative or a doctor act for them, with a scope and an end date. */
import { type DataSource, IsNull, LessThan } from 'typeorm'
import { type Problem, problem } from 'shared/kernel/errors'
import { type Db, type Tx, managerOf } from '../../db/transaction'
import type { FieldCipher } from '../../security/field-cipher'
import { maskName } from '../../security/mask'
import { Account } from './account.entity'
import type { Relation, Scope } from './acting'
import { endLink, makeLink } from './links'
import { findPeopleByIds, openName, showPerson } from './person'
import { PersonLink } from './person-link.entity'
import { Staff } from './staff.entity'

export type Grantee =
  | { kind: 'relative'; phone: string; relation: Relation }
  | { kind: 'doctor'; practitionerId: string; institutionId?: string }

export interface Actor {
  accountId: string
  staffId: string | null
  relation: Relation | null
}

/** The relative's account by its phone and registration, or the doctor's position; nobody when two share a phone. */
export const findGrantee = async (
  db: DataSource,
  cipher: FieldCipher,
  grantee: Grantee,
): Promise<Actor | null | Problem<'institution_choice'>> => {
  if (grantee.kind === 'doctor') {
    const { practitionerId, institutionId } = grantee
    const where = { practitionerId, role: 'doctor' as const, disabledAt: IsNull() }
    const positions = await db.manager.find(Staff, { where, order: { createdAt: 'ASC' } })
    const institutionIds = [...new Set(positions.map(p => p.institutionId))]
    const several = institutionIds.length > 1
    const position = positions.find(p => !several || p.institutionId === institutionId)
    if (several && !position) return problem('institution_choice', { institutionIds })
    return position ? { accountId: position.accountId, staffId: position.staffId, relation: null } : null
  }
  const accounts = await db
    .createQueryBuilder(Account, 'a')
    .innerJoin(PersonLink, 'l', 'l.self_account_key = a.account_id')
    .where('a.phone_index = :index AND a.deleted_at IS NULL', { index: cipher.index(grantee.phone, 'phone') })
    .take(2)
    .getMany()
  const [account] = accounts
  return account && accounts.length === 1
    ? { accountId: account.accountId, staffId: null, relation: grantee.relation }
    : null
}

/** Those past their last day stand no more in the way of a new one. */
const endExpired = async (tx: Tx, accountId: string, personId: string, today: string, now: Date): Promise<void> => {
  const past = { accountId, personId, basis: 'proxy' as const, state: 'active' as const, endsOn: LessThan(today) }
  for (const link of await tx.findBy(PersonLink, past)) await endLink(tx, link, null, now)
}

export const makeProxy = async (
  tx: Tx,
  {
    actor,
    personId,
    scope,
    endsOn,
    paperReference,
  }: {
    actor: Actor
    personId: string
    scope: Scope[]
    endsOn: string
    paperReference: string | null
  },
  { today, now }: { today: string; now: Date },
): Promise<PersonLink | Problem<'already_authorised'>> => {
  const { accountId, staffId, relation } = actor
  await endExpired(tx, accountId, personId, today, now)
  const link = await makeLink(
    tx,
    { accountId, personId, basis: 'proxy', relation, scope, endsOn, staffId, paperReference },
    now,
  )
  return link ?? problem('already_authorised')
}

/** Masked; a doctor by full name, since patients know them by it. */
const actorNames = async (db: Db, cipher: FieldCipher, links: PersonLink[]): Promise<string[]> => {
  const manager = managerOf(db)
  const names = links.map(async link => {
    if (link.staffId) {
      const staff = await manager.findOneByOrFail(Staff, { staffId: link.staffId })
      return cipher.open(staff.displayName, 'name')
    }
    const self = await manager.findOneBy(PersonLink, { selfAccountKey: link.accountId })
    const person = self && (await findPeopleByIds(manager, [self.personId])).get(self.personId)
    return person ? maskName(openName(cipher, person)) : '已注销的账号'
  })
  return Promise.all(names)
}

/** As the person who gave them reads them. */
export const showProxies = async (db: Db, cipher: FieldCipher, links: PersonLink[], today: string) => {
  const people = await findPeopleByIds(
    db,
    links.map(l => l.personId),
  )
  const names = await actorNames(db, cipher, links)
  return links.map((link, i) => ({
    linkId: link.linkId,
    person: showPerson(cipher, people.get(link.personId)!, today),
    actorName: names[i]!,
    scope: link.scope,
    endsOn: link.endsOn!,
    state: link.state === 'active' && link.endsOn! >= today ? ('active' as const) : ('ended' as const),
    recordedInPerson: link.paperReference !== null,
  }))
}

/** Newest first. */
export const proxiesGivenBy = (db: DataSource, personId: string): Promise<PersonLink[]> =>
  db.manager.find(PersonLink, { where: { personId, basis: 'proxy' }, order: { createdAt: 'DESC' }, take: 100 })
