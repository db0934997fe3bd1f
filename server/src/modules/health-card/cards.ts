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

/**
 * Keeps the card for one change, as it was read: the authority must be asked between two statements here, and two
 * changes at once would be kept in another order than it made them. @returns false when somebody else was faster.
 */
export const claimCard = async (
  db: Db,
  { personId, state, updatedAt }: HealthCard,
  now: Date,
  until: Date,
): Promise<boolean> => {
  const { affected } = await managerOf(db)
    .createQueryBuilder()
    .update(HealthCard)
    .set({ changingUntil: until })
    .where('person_id = :personId AND state = :state AND updated_at = :updatedAt', { personId, state, updatedAt })
    .andWhere('(changing_until IS NULL OR changing_until <= :now)', { now })
    .execute()
  return affected === 1
}

/** The authority did nothing: the card may be changed again. */
export const releaseCard = async (db: Db, { personId }: HealthCard, until: Date): Promise<void> => {
  await managerOf(db).update(HealthCard, { personId, changingUntil: until }, { changingUntil: null })
}

/** What the authority says after a change is what holds. @returns null when the claim had ended and another has it. */
export const keepChange = async (
  tx: Tx,
  cipher: FieldCipher,
  card: HealthCard,
  { told, until }: { told: PlatformCard; until: Date },
  now: Date,
): Promise<HealthCard | null> => {
  const cardNumber = cipher.seal(told.cardNumber, 'card_number')
  const values = { state: told.state, cardNumber, updatedAt: now, changingUntil: null }
  const { affected } = await tx.update(HealthCard, { personId: card.personId, changingUntil: until }, values)
  return affected === 1 ? Object.assign(card, values) : null
}

/** Newest first. */
export const usagesOf = (db: Db, personId: string): Promise<CardUsage[]> =>
  managerOf(db).find(CardUsage, { where: { personId }, order: { usedAt: 'DESC', usageId: 'DESC' }, take: 200 })
