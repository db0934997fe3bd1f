/**
 * Who sees which message: an account its own alone, and of those about somebody else only while it may act for them
 * with the scope the kind needs. Whoever paid keeps what was said about their money; what is about nobody is the account's.
 */
import { type MessageKind, messageKinds } from 'shared/notifications/contract'
import { Brackets, type SelectQueryBuilder } from 'typeorm'
import type { Db } from '../../db/transaction'
import { type ActingFor, type Session, groundsFor } from '../identity'
import { type InboxMessage } from './message.entity'
import { kinds } from './kinds'

const givenScopes = ['appointments', 'card', 'records'] as const
type GivenScope = (typeof givenScopes)[number]

export interface Sight {
  accountId: string
  selfPersonId: string | null
  grounds: Record<GivenScope, Map<string, ActingFor>>
}

export const sightOf = async (db: Db, session: Session, today: string): Promise<Sight> => {
  const [appointments, card, all] = await Promise.all([
    groundsFor(db, session, 'appointments', today),
    groundsFor(db, session, 'card', today),
    groundsFor(db, session, 'records', today),
  ])
  // A doctor's proxy opens no consultation (recipients.ts).
  const records = new Map([...all].filter(([, ground]) => !ground.position))
  const self = [...appointments.values()].find(ground => ground.basis === 'self')
  return {
    accountId: session.accountId,
    selfPersonId: self?.personId ?? null,
    grounds: { appointments, card, records },
  }
}

const ofScope = (scope: (typeof kinds)[MessageKind]['scope']): MessageKind[] =>
  messageKinds.filter(kind => kinds[kind].scope === scope)

/** Narrows a query of `InboxMessage` as `m` to what may be seen. */
export const onlyVisible = (query: SelectQueryBuilder<InboxMessage>, { accountId, selfPersonId, grounds }: Sight) =>
  query.where('m.account_id = :accountId', { accountId }).andWhere(
    new Brackets(either => {
      either.where(`m.ground = 'payer'`).orWhere('m.person_id IS NULL')
      for (const scope of givenScopes)
        if (grounds[scope].size)
          either.orWhere(`(m.kind IN (:...${scope}Kinds) AND m.person_id IN (:...${scope}People))`, {
            [`${scope}Kinds`]: ofScope(scope),
            [`${scope}People`]: [...grounds[scope].keys()],
          })
      if (selfPersonId)
        either.orWhere('(m.kind IN (:...selfKinds) AND m.person_id = :selfPersonId)', {
          selfKinds: ofScope('self'),
          selfPersonId,
        })
    }),
  )
