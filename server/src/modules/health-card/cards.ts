/** Cards as rows: found, kept like the card authority tells them, shown masked. */
import { type Db, type Tx, isDuplicate, managerOf } from '../../db/transaction'
import type { PlatformCard } from '../../relay/connector'
import type { FieldCipher } from '../../security/field-cipher'
import { maskCardNumber, maskName } from '../../security/mask'
import { In } from 'typeorm'
import { type Person, findPeopleByIds, openName } from '../identity'
import { CardUsage } from './card-usage.entity'
import { HealthCard } from './health-card.entity'

export const findCard = (db: Db, personId: string): Promise<HealthCard | null> =>
  managerOf(db).findOneBy(HealthCard, { personId })

export const showCard = (cipher: FieldCipher, person: Person, card: HealthCard | null | undefined) => ({
  personId: person.personId,
  name: maskName(openName(cipher, person)),
  state: card?.state ?? ('none' as const),
  cardNumber: card ? maskCardNumber(cipher.open(card.cardNumber, 'card_number')) : null,
  openedAt: card?.openedAt.toISOString() ?? null,
})

/** In the order of `personIds`. */
export const listCards = async (db: Db, cipher: FieldCipher, personIds: string[]) => {
  const people = await findPeopleByIds(db, personIds)
  const cards = personIds.length ? await managerOf(db).findBy(HealthCard, { personId: In(personIds) }) : []
  const byPerson = new Map(cards.map(c => [c.personId, c]))
  return personIds.map(id => showCard(cipher, people.get(id)!, byPerson.get(id)))
}

/** @returns false when a card was kept already. */
export const keepCard = async (
  tx: Tx,
  cipher: FieldCipher,
  { personId, told, openedBy }: { personId: string; told: PlatformCard; openedBy: string },
  now: Date,
): Promise<boolean> => {
  const cardNumber = cipher.seal(told.cardNumber, 'card_number')
  const card = { personId, cardNumber, state: told.state, openedAt: now, openedBy, updatedAt: now }
  try {
    await tx.createQueryBuilder().insert().into(HealthCard).values(card).updateEntity(false).execute()
    return true
  } catch (error) {
    if (isDuplicate(error)) return false
    throw error
  }
}

/** What the authority says after a change is what holds. */
export const keepChange = async (
  tx: Tx,
  cipher: FieldCipher,
  card: HealthCard,
  told: PlatformCard,
  now: Date,
): Promise<HealthCard> => {
  const values = { state: told.state, cardNumber: cipher.seal(told.cardNumber, 'card_number'), updatedAt: now }
  await tx.update(HealthCard, { personId: card.personId }, values)
  return Object.assign(card, values)
}

/** Newest first. */
export const usagesOf = (db: Db, personId: string): Promise<CardUsage[]> =>
  managerOf(db).find(CardUsage, { where: { personId }, order: { usedAt: 'DESC', usageId: 'DESC' }, take: 200 })
