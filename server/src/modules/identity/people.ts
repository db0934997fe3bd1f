/** Everyone the account may act for, oneself first. */
import { type Db, managerOf } from '../../db/transaction'
import type { FieldCipher } from '../../security/field-cipher'
import { actingBy, linksInForce } from './acting'
import { findPeopleByIds, showPerson } from './person'
import type { Person } from './person.entity'
import { PersonLink } from './person-link.entity'
import type { Session } from './session'

export const showLink = (cipher: FieldCipher, link: PersonLink, person: Person, today: string) => ({
  linkId: link.linkId,
  basis: link.basis,
  relation: link.relation,
  scope: link.scope,
  endsOn: link.endsOn,
  state: link.state === 'pending' ? ('pending' as const) : ('active' as const),
  person: showPerson(cipher, person, today),
})

/** `ground`: what an active link lets the session do; null while it waits for the member's code. */
export const listPeople = async (db: Db, cipher: FieldCipher, session: Session, today: string) => {
  const { accountId } = session
  const pending = await managerOf(db).findBy(PersonLink, { accountId, state: 'pending' })
  const links = [...(await linksInForce(db, session, today)), ...pending]
  const people = await findPeopleByIds(
    db,
    links.map(l => l.personId),
  )
  return links.map(link => ({
    ground: link.state === 'active' ? actingBy(session, link) : null,
    shown: showLink(cipher, link, people.get(link.personId)!, today),
  }))
}

/** A link of whatever state; the policy says whether the caller may touch it. */
export const findLink = (db: Db, linkId: string): Promise<PersonLink | null> =>
  managerOf(db).findOneBy(PersonLink, { linkId })
