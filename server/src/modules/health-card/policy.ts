/**
 * Who may do what with a card.
 *
 * | what                                  | who                                                                     |
 * |---------------------------------------|-------------------------------------------------------------------------|
 * | see, freeze, usages                   | the person, or who may act for them with scope `card`                   |
 * | open, show a code, unfreeze, re-issue | the same, while the account's consent to health data holds              |
 * | verify                                | staff and doctors in a working period, in the name of their institution |
 *
 * Reporting a card lost needs no consent: it protects. By a proxy the person themselves agreed, on paper or here.
 */
import { type Problem, problem } from 'shared/kernel/errors'
import type { Db } from '../../db/transaction'
import { type ActingFor, type Session, consentInForce, mayActFor } from '../identity'

/** On what ground, or `not_found`, the same for a stranger's person as for none. */
export const mayHoldCard = async (
  db: Db,
  session: Session,
  personId: string,
  today: string,
): Promise<ActingFor | Problem<'not_found'>> =>
  (await mayActFor(db, session, personId, 'card', today)) ?? problem('not_found')

export const consentProblem = async (
  db: Db,
  session: Session,
  { basis }: ActingFor,
): Promise<Problem<'consent_required'> | null> =>
  basis === 'proxy' || (await consentInForce(db, session.accountId, 'health_data')) ? null : problem('consent_required')
