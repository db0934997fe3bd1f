/** To whom a message goes: the person, those whose scope covers its kind, and of money whoever paid. */
import type { Db } from '../../db/transaction'
import { recipientsFor } from '../identity'
import { kinds } from './kinds'
import type { InboxMessage } from './message.entity'
import type { MessageEvent } from './message-event.entity'

export interface To {
  accountId: string
  ground: InboxMessage['ground']
  /** A doctor reads it in the app, behind the passcode; it goes to no other channel. */
  inboxOnly: boolean
  /** Paid, but may not act for the person: see `ofMoneyAlone`. */
  moneyOnly: boolean
}

/** `today`: `YYYY-MM-DD`. Each account once. */
export const recipientsOf = async (
  db: Db,
  { kind, personId, payerId }: Pick<MessageEvent, 'kind' | 'personId' | 'payerId'>,
  today: string,
): Promise<To[]> => {
  const { scope } = kinds[kind]
  const found = await recipientsFor(db, personId, scope === 'self' ? 'appointments' : scope, today)
  const covered = scope === 'self' ? found.filter(r => r.basis === 'self') : found
  const to = covered.map(({ accountId, basis, asDoctor }) => ({
    accountId,
    ground: basis === 'self' ? ('self' as const) : ('acting' as const),
    inboxOnly: asDoctor,
    moneyOnly: false,
  }))
  const mayAct = found.some(r => r.accountId === payerId && !r.asDoctor)
  return payerId === null || to.some(t => t.accountId === payerId)
    ? to
    : [...to, { accountId: payerId, ground: 'payer', inboxOnly: false, moneyOnly: !mayAct }]
}
