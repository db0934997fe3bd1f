/** People as rows: found, kept like the county platform tells them, and shown masked. */
import { DateTime } from 'luxon'
import { In } from 'typeorm'
import { v7 as uuid } from 'uuid'
import { type Db, type Tx, isDuplicate, managerOf } from '../../db/transaction'
import type { PlatformPerson } from '../../relay/connector'
import type { FieldCipher } from '../../security/field-cipher'
import { maskIdentityNumber, maskName, maskPhone } from '../../security/mask'
import { Person } from './person.entity'

export interface PersonSummary {
  personId: string
  name: string
  identityNumber: string
  phone: string | null
  sex: Person['sex']
  birthDate: string
  age: number
}

export const findPeopleByIds = async (db: Db, ids: readonly string[]): Promise<Map<string, Person>> => {
  const people = ids.length ? await managerOf(db).findBy(Person, { personId: In([...new Set(ids)]) }) : []
  return new Map(people.map(p => [p.personId, p]))
}

export const findPersonByPlatformId = (db: Db, platformId: string): Promise<Person | null> =>
  managerOf(db).findOneBy(Person, { platformId })

/** Full years on `today` (`YYYY-MM-DD`). */
export const ageOn = (birthDate: string, today: string): number =>
  Math.max(0, Math.floor(DateTime.fromISO(today).diff(DateTime.fromISO(birthDate), 'years').years))

export const openName = (cipher: FieldCipher, person: Person): string => cipher.open(person.name, 'name')

/** Masked: what somebody who may act for the person sees. */
export const showPerson = (cipher: FieldCipher, person: Person, today: string): PersonSummary => ({
  personId: person.personId,
  name: maskName(openName(cipher, person)),
  identityNumber: maskIdentityNumber(cipher.open(person.identityNumber, 'identity_number')),
  phone: person.phone && maskPhone(cipher.open(person.phone, 'phone')),
  sex: person.sex,
  birthDate: person.birthDate,
  age: ageOn(person.birthDate, today),
})

const sealed = (cipher: FieldCipher, p: PlatformPerson, now: Date) => ({
  platformId: p.platformId,
  name: cipher.seal(p.name, 'name'),
  nameIndex: cipher.index(p.name, 'name'),
  identityNumber: cipher.seal(p.identityNumber, 'identity_number'),
  identityIndex: cipher.index(p.identityNumber, 'identity_number'),
  birthDate: p.birthDate,
  sex: p.sex,
  phone: p.phone && cipher.seal(p.phone, 'phone'),
  phoneIndex: p.phone && cipher.index(p.phone, 'phone'),
  address: p.address && cipher.seal(p.address, 'address'),
  updatedAt: now,
})

const findKnown = (tx: Tx, platformId: string, identityIndex: string): Promise<Person | null> =>
  tx.findOneBy(Person, [{ platformId }, { identityIndex }])

/**
 * Keeps the person as the platform tells them; found again by the platform's id or the identity number. Which of several
 * files under one number is the person's, once staff have chosen it (`fileChosenAt`), only staff choose anew.
 */
export const upsertPerson = async (
  tx: Tx,
  cipher: FieldCipher,
  told: PlatformPerson,
  now: Date,
  fileChosenAt?: Date,
): Promise<Person> => {
  const values = { ...sealed(cipher, told, now), ...(fileChosenAt && { fileChosenAt }) }
  const change = async (known: Person): Promise<Person> => {
    if (known.fileChosenAt && !fileChosenAt && known.platformId !== told.platformId) return known
    await tx.update(Person, { personId: known.personId }, values)
    return Object.assign(known, values)
  }
  const known = await findKnown(tx, values.platformId, values.identityIndex)
  if (known) return change(known)
  const person = Object.assign(new Person(), { fileChosenAt: null }, values, { personId: uuid(), createdAt: now })
  try {
    await tx.createQueryBuilder().insert().into(Person).values(person).updateEntity(false).execute()
    return person
  } catch (error) {
    // Somebody else was faster.
    const first = isDuplicate(error) ? await findKnown(tx, values.platformId, values.identityIndex) : null
    if (!first) throw error
    return change(first)
  }
}
