/**
 * How often something happened on one county day, counted against the person it was for and against the WeChat user who
 * did it, whoever of both it was: another account, or another person, begins no new count (attempts.ts).
 */
import { In } from 'typeorm'
import { type Db, type Tx, managerOf } from '../../db/transaction'
import { Account } from './account.entity'
import { AttemptCount } from './attempt-count.entity'
import { countAttempts, lockAttempts } from './attempts'

export interface DayCount {
  /** A stable word: what is counted. */
  what: string
  personId: string
  /** County day, `YYYY-MM-DD`. */
  day: string
}

const subjectsOf = ({ what, personId, day }: DayCount, wechatIndex: string): string[] => [
  `${what}-by:${wechatIndex}:${day}`,
  `${what}-for:${personId}:${day}`,
]

/** One more, in the transaction in which it happened. @param accountId who did it */
export const countToday = async (tx: Tx, { accountId, ...count }: DayCount & { accountId: string }, now: Date) => {
  const { openidIndex } = await tx.findOneByOrFail(Account, { accountId })
  await countAttempts(tx, await lockAttempts(tx, subjectsOf(count, openidIndex), now), now)
}

/** So far: the greater of both counts. */
export const countedToday = async (db: Db, { wechatIndex, ...count }: DayCount & { wechatIndex: string }) => {
  const counts = await managerOf(db).findBy(AttemptCount, { subject: In(subjectsOf(count, wechatIndex)) })
  return Math.max(0, ...counts.map(c => c.spent))
}
