/** For whom an account may act, now. */
import type { SelectQueryBuilder } from 'typeorm'
import type { relations, scopes } from 'shared/identity/contract'
import { type Db, managerOf } from '../../db/transaction'
import { PersonLink } from './person-link.entity'
import type { Session } from './session'

export type Relation = (typeof relations)[number]
export type Scope = (typeof scopes)[number]

export interface ActingFor {
  personId: string
  basis: 'self' | 'member' | 'proxy'
  relation: Relation | null
}
const rank = { self: 0, member: 1, proxy: 2 } as const

/**
 * The account's links that hold today, oneself first. A doctor's proxy holds only while the position is enabled and the
 * working period's passcode was entered: a villager's trust goes to the doctor, not to whoever finds the phone.
 */
export const linksInForce = async (
  db: Db,
  session: Session,
  today: string,
  narrow: (query: SelectQueryBuilder<PersonLink>) => unknown = () => undefined,
): Promise<PersonLink[]> => {
  const query = managerOf(db)
    .createQueryBuilder(PersonLink, 'l')
    .where(`l.account_id = :accountId AND l.state = 'active'`, { accountId: session.accountId })
    .andWhere('(l.ends_on IS NULL OR l.ends_on >= :today)', { today })
  narrow(query)
  const positions = session.secondFactorUntil ? session.positions.map(p => p.staffId) : []
  return (await query.orderBy('l.created_at').addOrderBy('l.link_id').getMany())
    .filter(l => l.staffId === null || positions.includes(l.staffId))
    .sort((a, b) => rank[a.basis] - rank[b.basis])
}

const covers = (scope: Scope) => (link: PersonLink) => link.basis === 'self' || link.scope.includes(scope)

/** On what ground the account may act for the person with that scope today, or null. `today`: `YYYY-MM-DD`. */
export const mayActFor = async (
  db: Db,
  session: Session,
  personId: string,
  scope: Scope,
  today: string,
): Promise<ActingFor | null> => {
  const links = await linksInForce(db, session, today, q => q.andWhere('l.person_id = :personId', { personId }))
  const link = links.find(covers(scope))
  return link ? { personId, basis: link.basis, relation: link.relation } : null
}

/** Ids of the people the account may act for with that scope today, oneself first. */
export const peopleOf = async (db: Db, session: Session, scope: Scope, today: string): Promise<string[]> => {
  const links = await linksInForce(db, session, today)
  return [...new Set(links.filter(covers(scope)).map(l => l.personId))]
}
