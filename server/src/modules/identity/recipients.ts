/** Whom messages about a person may reach, and where. */
import { In, IsNull } from 'typeorm'
import { batched } from '../../db/batch'
import { type Db, managerOf } from '../../db/transaction'
import type { FieldCipher } from '../../security/field-cipher'
import { Account } from './account.entity'
import type { Scope } from './acting'
import { PersonLink } from './person-link.entity'
import { Staff } from './staff.entity'

export interface Recipient {
  accountId: string
  basis: PersonLink['basis']
  /** A doctor's proxy holds only after the passcode: nothing of it may go to the phone's lock screen. */
  asDoctor: boolean
}

const holdsFor = ({ basis, endsOn, scope: given }: PersonLink, scope: Scope, today: string): boolean =>
  (endsOn === null || endsOn >= today) && (basis === 'self' || given.includes(scope))

/** Asked together for everybody who is spoken of at the same moment. */
const linksTo = batched(async (db, personIds: string[]): Promise<PersonLink[][]> => {
  const links = await managerOf(db).findBy(PersonLink, { personId: In([...new Set(personIds)]), state: 'active' })
  return personIds.map(id => links.filter(l => l.personId === id))
})

/** Accounts that may act for the person with that scope today, the person's own first, each once. `today`: `YYYY-MM-DD`. */
export const recipientsFor = async (db: Db, personId: string, scope: Scope, today: string): Promise<Recipient[]> => {
  const links = await linksTo(db, personId)
  const rank = { self: 0, member: 1, proxy: 2 } as const
  const live = links
    .filter(l => holdsFor(l, scope, today))
    .sort((a, b) => Number(a.staffId !== null) - Number(b.staffId !== null) || rank[a.basis] - rank[b.basis])
  const first = new Map<string, PersonLink>()
  for (const link of live) if (!first.has(link.accountId)) first.set(link.accountId, link)
  return [...first.values()].map(({ accountId, basis, staffId }) => ({ accountId, basis, asDoctor: staffId !== null }))
}

/**
 * The other way round: people whom the account may read about with that scope today, outside the app too. Not those of a
 * doctor's proxies. `today`: `YYYY-MM-DD`.
 */
export const peopleToTellOf = async (db: Db, accountId: string, scope: Scope, today: string): Promise<Set<string>> => {
  const links = await managerOf(db).findBy(PersonLink, { accountId, state: 'active', staffId: IsNull() })
  return new Set(links.filter(l => holdsFor(l, scope, today)).map(l => l.personId))
}

/** Accounts that act as this doctor at this institution, the position enabled. */
export const accountsOfDoctor = async (db: Db, practitionerId: string, institutionId: string): Promise<string[]> => {
  const where = { role: 'doctor' as const, practitionerId, institutionId, disabledAt: IsNull() }
  return (await managerOf(db).find(Staff, { where, select: { accountId: true } })).map(s => s.accountId)
}

export interface Contact {
  openid: string | null
  phone: string | null
}

/** Opened, of accounts that still exist. */
export const contactsOf = async (
  db: Db,
  cipher: FieldCipher,
  accountIds: readonly string[],
): Promise<Map<string, Contact>> => {
  const accounts = accountIds.length
    ? await managerOf(db).findBy(Account, { accountId: In([...new Set(accountIds)]), deletedAt: IsNull() })
    : []
  return new Map(
    accounts.map(({ accountId, openid, phone }) => [
      accountId,
      { openid: openid && cipher.open(openid, 'openid'), phone: phone && cipher.open(phone, 'phone') },
    ]),
  )
}
