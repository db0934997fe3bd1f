/** To whom a message goes: the person, those whose scope covers its kind, of money whoever paid; or one account alone. */
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
  { kind, personId, accountId, payerId }: Pick<MessageEvent, 'kind' | 'personId' | 'accountId' | 'payerId'>,
  today: string,
): Promise<To[]> => {
  const { scope } = kinds[kind]
  if (personId === null || scope === 'account')
    return accountId === null ? [] : [{ accountId, ground: 'self', inboxOnly: false, moneyOnly: false }]
  const found = await recipientsFor(db, personId, scope === 'self' ? 'appointments' : scope, today)
  const covered = found.filter(({ basis, asDoctor }) => {
    if (scope === 'self') return basis === 'self'
    // A consultation is between the person's side and the doctor who answers: another doctor's proxy opens nothing there.
    return scope !== 'records' || !asDoctor
  })
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
