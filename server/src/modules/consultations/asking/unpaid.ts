/** Who asks and does not pay keeps a place of the doctor's day from others: so many a day, not more. */
import { type Problem, problem } from 'shared/kernel/errors'
import type { Tx } from '../../../db/transaction'
import type { Context } from '../../../context'
import { type Session, countToday, countedToday } from '../../identity'
import type { Consultation } from '../consultation.entity'

const what = 'unpaid-question'

/** Ended before it was paid: by whoever asked, or because the time ran out. */
export const countUnpaid = (
  tx: Tx,
  { accountId, personId }: Pick<Consultation, 'accountId' | 'personId'>,
  { now, today }: { now: Date; today: string },
): Promise<void> => countToday(tx, { what, accountId, personId, day: today }, now)

export const unpaidRefusal = async (
  { db, config }: Pick<Context, 'db' | 'config'>,
  { wechatIndex }: Session,
  personId: string,
  today: string,
): Promise<Problem<'questions_unpaid'> | null> => {
  const limit = config.UNPAID_HOLDS_PER_DAY
  const ended = await countedToday(db, { what, wechatIndex, personId, day: today })
  return ended < limit ? null : problem('questions_unpaid', { limit })
}
