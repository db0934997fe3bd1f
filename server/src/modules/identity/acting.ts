/** For whom an account may act, now. */
import type { SelectQueryBuilder } from 'typeorm'
import type { relations, scopes } from 'shared/identity/contract'
import { batched } from '../../db/batch'
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

/** A doctor's link holds only in the working period of the position that it was given to. */
const holds =
  ({ secondFactorUntil, positions }: Session) =>
  ({ staffId }: Pick<PersonLink, 'staffId'>): boolean =>
    staffId === null || (secondFactorUntil !== null && positions.some(p => p.staffId === staffId))

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
  return (await query.orderBy('l.created_at').addOrderBy('l.link_id').getMany())
    .filter(holds(session))
    .sort((a, b) => rank[a.basis] - rank[b.basis])
}

const covers = (scope: Scope) => (link: Pick<PersonLink, 'basis' | 'scope'>) =>
  link.basis === 'self' || link.scope.includes(scope)

type Ground = Pick<PersonLink, 'accountId' | 'personId' | 'basis' | 'relation' | 'scope' | 'staffId' | 'endsOn'>

/** Every live link of an account, oldest first; asked together for everybody who comes at the same moment. */
const groundsOf = batched(async (db, accountIds: string[]): Promise<Ground[][]> => {
  const rows = (await db.query(
    `SELECT account_id AS accountId, person_id AS personId, basis, relation, scope, staff_id AS staffId, ends_on AS endsOn
     FROM person_link WHERE account_id IN (?) AND state = 'active' ORDER BY created_at, link_id`,
    [accountIds],
  )) as (Omit<Ground, 'scope'> & { scope: string })[]
  const grounds = rows.map(r => ({ ...r, scope: r.scope.split(',') as Scope[] }))
  return accountIds.map(id => grounds.filter(g => g.accountId === id))
})

/** On what ground the account may act for the person with that scope today, or null. `today`: `YYYY-MM-DD`. */
export const mayActFor = async (
  db: Db,
  session: Session,
  personId: string,
  scope: Scope,
  today: string,
): Promise<ActingFor | null> => {
  const grounds = await groundsOf(db, session.accountId)
  const link = grounds
    .filter(l => l.personId === personId && (l.endsOn === null || l.endsOn >= today))
    .filter(holds(session))
    .sort((a, b) => rank[a.basis] - rank[b.basis])
    .find(covers(scope))
  return link ? { personId, basis: link.basis, relation: link.relation } : null
}

/** Ids of the people the account may act for with that scope today, oneself first. */
export const peopleOf = async (db: Db, session: Session, scope: Scope, today: string): Promise<string[]> => {
  const links = await linksInForce(db, session, today)
  return [...new Set(links.filter(covers(scope)).map(l => l.personId))]
}
