/** For whom an account may act, now. */
import type { SelectQueryBuilder } from 'typeorm'
import type { relations, scopes } from 'shared/identity/schemas'
import { batched } from '../../db/batch'
import { selectRows } from '../../db/pool-query'
import { type Db, managerOf } from '../../db/transaction'
import type { Person } from './person.entity'
import { PersonLink } from './person-link.entity'
import type { Position, Session } from './session'

export type Relation = (typeof relations)[number]
export type Scope = (typeof scopes)[number]

export interface ActingFor {
  personId: string
  basis: 'self' | 'member' | 'proxy'
  relation: Relation | null
  linkId: string
  /** The doctor's position that the proxy was given to; null for everybody else. */
  position: Position | null
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

/** What a link lets the session do. */
export const actingBy = (
  { positions }: Session,
  {
    personId,
    basis,
    relation,
    linkId,
    staffId,
  }: Pick<PersonLink, 'personId' | 'basis' | 'relation' | 'linkId' | 'staffId'>,
): ActingFor => ({
  personId,
  basis,
  relation,
  linkId,
  position: positions.find(p => p.staffId === staffId) ?? null,
})

export interface Audited {
  role: string
  institutionId: string | null
  purpose: string | null
  details?: Record<string, unknown>
}

/** How the audit row of an act on this ground reads: a doctor by role and institution, with the proxy that allows it. */
export const auditedAs = ({ position, basis, linkId }: ActingFor): Audited =>
  position
    ? {
        role: 'doctor',
        institutionId: position.institutionId,
        purpose: '依据代办授权',
        details: { basis, linkId },
      }
    : { role: 'resident', institutionId: null, purpose: null }

const covers = (scope: Scope) => (link: Pick<PersonLink, 'basis' | 'scope'>) =>
  link.basis === 'self' || link.scope.includes(scope)

interface Ground extends Pick<
  PersonLink,
  'linkId' | 'accountId' | 'personId' | 'basis' | 'relation' | 'scope' | 'staffId' | 'endsOn'
> {
  /** Sealed. */
  name: string
  sex: Person['sex']
  /** `YYYY-MM-DD`. */
  birthDate: string
  phoneIndex: string | null
  accountPhoneIndex: string | null
}

/**
 * Every live link of an account with the person behind it, oldest first; asked together for everybody who comes at the
 * same moment.
 */
const groundsOf = batched(async (db, accountIds: string[]): Promise<Ground[][]> => {
  const rows = await selectRows<Omit<Ground, 'scope'> & { scope: string }>(
    db,
    `SELECT l.link_id AS linkId, l.account_id AS accountId, l.person_id AS personId, l.basis, l.relation, l.scope,
       l.staff_id AS staffId, l.ends_on AS endsOn, p.name, p.sex, p.birth_date AS birthDate, p.phone_index AS phoneIndex,
       a.phone_index AS accountPhoneIndex
     FROM person_link l JOIN person p ON p.person_id = l.person_id JOIN account a ON a.account_id = l.account_id
     WHERE l.account_id IN (?) AND l.state = 'active' ORDER BY l.created_at, l.link_id`,
    [accountIds],
  )
  const grounds = rows.map(r => ({ ...r, scope: r.scope.split(',') as Scope[] }))
  return accountIds.map(id => grounds.filter(g => g.accountId === id))
})

export interface ActorAndPerson extends ActingFor {
  /** Sealed names of the person and of who acts (null: not registered). */
  name: string
  selfName: string | null
  /** Of who acts. */
  selfSex: Person['sex'] | null
  selfBirthDate: string | null
  /** The person's, `YYYY-MM-DD`. */
  birthDate: string
  phoneIndex: string | null
  accountPhoneIndex: string | null
}

/**
 * As `mayActFor`, with what an act on the person's behalf needs to know of both.
 * @param whom also one that is still being found: both questions are then asked at once
 */
export const findActing = async (
  db: Db,
  session: Session,
  whom: string | Promise<string | undefined>,
  scope: Scope,
  today: string,
): Promise<ActorAndPerson | null> => {
  const [grounds, personId] = await Promise.all([groundsOf(db, session.accountId), whom])
  const link = grounds
    .filter(l => l.personId === personId && (l.endsOn === null || l.endsOn >= today))
    .filter(holds(session))
    .sort((a, b) => rank[a.basis] - rank[b.basis])
    .find(covers(scope))
  if (!link) return null
  const { name, birthDate, phoneIndex, accountPhoneIndex } = link
  const self = grounds.find(g => g.basis === 'self')
  const own = { selfName: self?.name ?? null, selfSex: self?.sex ?? null, selfBirthDate: self?.birthDate ?? null }
  return { ...actingBy(session, link), ...own, name, birthDate, phoneIndex, accountPhoneIndex }
}

/** On what ground the account may act for the person with that scope today, or null. `today`: `YYYY-MM-DD`. */
export const mayActFor = async (
  db: Db,
  session: Session,
  personId: string,
  scope: Scope,
  today: string,
): Promise<ActingFor | null> => {
  const acting = await findActing(db, session, personId, scope, today)
  if (!acting) return null
  const { basis, relation, linkId, position } = acting
  return { personId, basis, relation, linkId, position }
}

/** Everybody the account may act for with that scope today, by personId, oneself first. */
export const groundsFor = async (
  db: Db,
  session: Session,
  scope: Scope,
  today: string,
): Promise<Map<string, ActingFor>> => {
  const grounds = new Map<string, ActingFor>()
  for (const link of (await linksInForce(db, session, today)).filter(covers(scope)))
    // Of two grounds for one person the first counts: links come in the order of rank.
    if (!grounds.has(link.personId)) grounds.set(link.personId, actingBy(session, link))
  return grounds
}

/** Their ids, oneself first. */
export const peopleOf = async (db: Db, session: Session, scope: Scope, today: string): Promise<string[]> => [
  ...(await groundsFor(db, session, scope, today)).keys(),
]
