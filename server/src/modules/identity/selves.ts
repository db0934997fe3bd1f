import { In } from 'typeorm'
import { type Db, managerOf } from '../../db/transaction'
import { findPeopleByIds } from './person'
import type { Person } from './person.entity'
import { PersonLink } from './person-link.entity'

/** The registered person behind each account, also after it was unbound: what was done stays theirs. */
export const selvesOf = async (db: Db, accountIds: string[]): Promise<Map<string, Person>> => {
  const links = accountIds.length
    ? await managerOf(db).find(PersonLink, {
        where: { accountId: In([...new Set(accountIds)]), basis: 'self' },
        order: { createdAt: 'ASC' },
      })
    : []
  const people = await findPeopleByIds(
    db,
    links.map(l => l.personId),
  )
  return new Map(links.flatMap(l => (people.has(l.personId) ? [[l.accountId, people.get(l.personId)!]] : [])))
}
