/** What every act of a resident's request needs. */
import { type Problem, problem } from 'shared/kernel/errors'
import type { Context } from '../../../context'
import type { Tx } from '../../../db/transaction'
import { type ActorAndPerson, type Person, type Session, auditedAs, findActing, findPeopleByIds } from '../../identity'
import type { By } from '../change'
import { type ResidentSide, findResidentSide } from '../sides'

export interface Act {
  context: Context
  session: Session
  requestId: string
  now: Date
  /** The county's day. */
  today: string
}
/** The one transaction of the request (http/call.ts). */
export type Write = <T>(work: (tx: Tx) => Promise<T>) => Promise<T>

/** As the audit names who did it, at the institution that is asked. */
export const byResident = (
  { session, requestId }: Act,
  ground: ActorAndPerson,
  action: string,
  institutionId: string,
): By => ({ ...auditedAs(ground), accountId: session.accountId, requestId, institutionId, action })

export interface Whom {
  ground: ActorAndPerson
  person: Person
}

/** Whom the account may ask for: by scope `records`, and not as a doctor with a villager's proxy. */
export const findWhom = async (
  { context: { db }, session, today }: Act,
  personId: string,
): Promise<Whom | Problem<'not_found'>> => {
  const ground = await findActing(db, session, personId, 'records', today)
  if (!ground || ground.position) return problem('not_found')
  const person = (await findPeopleByIds(db, [personId])).get(personId)
  return person ? { ground, person } : problem('not_found')
}

export const findOwn = async (
  { context: { db }, session, today }: Act,
  consultationId: string,
): Promise<ResidentSide | Problem<'not_found'>> =>
  (await findResidentSide(db, session, consultationId, today)) ?? problem('not_found')
