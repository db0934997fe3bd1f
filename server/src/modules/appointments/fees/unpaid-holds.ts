/** Who holds a number, does not pay and holds the next one keeps it from everybody else: so many a day, not more. */
import { type Problem, problem } from 'shared/kernel/errors'
import type { Db, Tx } from '../../../db/transaction'
import { countToday, countedToday } from '../../identity'
import type { Acting } from '../actor'
import type { Appointment } from '../appointment.entity'
import type { Price } from './price'

const what = 'unpaid'

/** A number was given back before its fee was paid: by whoever holds it, or because the time ran out. */
export const countUnpaid = (
  tx: Tx,
  { accountId, personId }: Appointment,
  { now, today }: Pick<Acting, 'now' | 'today'>,
): Promise<void> => countToday(tx, { what, accountId, personId, day: today }, now)

/** Asks nothing for what is free or paid at the window. */
export const unpaidRefusal = async (
  {
    db,
    session: { wechatIndex },
    unpaidPerDay,
    today,
  }: Pick<Acting, 'session' | 'unpaidPerDay' | 'today'> & { db: Db },
  personId: string,
  { onPhone }: Price,
): Promise<Problem<'unpaid_too_often'> | null> => {
  if (!onPhone) return null
  const held = await countedToday(db, { what, wechatIndex, personId, day: today })
  return held < unpaidPerDay ? null : problem('unpaid_too_often', { limit: unpaidPerDay })
}
