/**
 * Whose agreement it takes to use a person's health data anew (个人信息保护法 art. 15, 29): of whoever acts and, where the
 * person has an account of their own, the person's. A relative's agreement does not stand in for one that was withdrawn.
 */
import { type Problem, problem } from 'shared/kernel/errors'
import { type Db, type Tx, managerOf } from '../../db/transaction'
import { consentInForce, holdConsents } from './consents'
import { PersonLink } from './person-link.entity'

interface Using {
  /** Who acts. */
  accountId: string
  /** Whose health data. */
  personId: string
}

const ownAccount = async (db: Db, personId: string): Promise<string | null> =>
  (await managerOf(db).findOneBy(PersonLink, { selfPersonKey: personId }))?.accountId ?? null

/** The person has an account of their own, and agrees no longer. */
export const healthDataWithheld = async (db: Db, personId: string): Promise<boolean> => {
  const own = await ownAccount(db, personId)
  return own !== null && !(await consentInForce(db, own, 'health_data'))
}

export const healthDataRefusal = async (
  db: Db,
  { accountId, personId }: Using,
): Promise<Problem<'consent_required' | 'person_consent_withdrawn'> | null> => {
  if (!(await consentInForce(db, accountId, 'health_data'))) return problem('consent_required')
  return (await healthDataWithheld(db, personId)) ? problem('person_consent_withdrawn') : null
}

/**
 * The same, and what it rests on stays until the commit: a withdrawal waits, and then finds what was written. Before any
 * other lock of the transaction: a withdrawal takes the consent first as well.
 */
export const holdHealthData = async (tx: Tx, using: Using): ReturnType<typeof healthDataRefusal> => {
  const own = await ownAccount(tx, using.personId)
  await holdConsents(tx, 'health_data', own === null ? [using.accountId] : [using.accountId, own])
  return healthDataRefusal(tx, using)
}
