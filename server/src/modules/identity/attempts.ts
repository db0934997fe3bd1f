/**
 * Tries counted in the database, so that neither a new account nor another process of the server begins anew. A subject
 * names a WeChat identity by the keyed index of its openid, a person by id or by the keyed index of the number.
 */
import { type Db, managerOf } from '../../db/transaction'
import { AttemptCount } from './attempt-count.entity'

/** A count begins anew a day after its first try. */
export const attemptWindowMs = 86_400_000

const insertMissing = async (db: Db, subjects: readonly string[], now: Date): Promise<void> => {
  const rows = subjects.map(subject => ({ subject, spent: 0, firstAt: now, lastAt: now }))
  await managerOf(db)
    .createQueryBuilder()
    .insert()
    .orIgnore()
    .into(AttemptCount)
    .values(rows)
    .updateEntity(false)
    .execute()
}

/**
 * Spends one try of `limit` a day, by one conditional UPDATE outside the request's transaction: tries at the same moment
 * cannot pass the limit, and a refusal does not give its try back.
 * @returns false when none is left
 */
export const spendAttempt = async (db: Db, subject: string, limit: number, now: Date): Promise<boolean> => {
  await insertMissing(db, [subject], now)
  const old = new Date(now.getTime() - attemptWindowMs)
  const spent = await managerOf(db)
    .createQueryBuilder()
    .update(AttemptCount)
    .set({
      spent: () => 'CASE WHEN first_at <= :old THEN 1 ELSE spent + 1 END',
      firstAt: () => 'CASE WHEN first_at <= :old THEN :now ELSE first_at END',
      lastAt: now,
    })
    .where('subject = :subject AND (first_at <= :old OR spent < :limit)', { subject, old, limit, now })
    .execute()
  return spent.affected === 1
}

/** It was no guess after all. */
export const giveAttemptBack = async (db: Db, subject: string): Promise<void> => {
  await managerOf(db)
    .createQueryBuilder()
    .update(AttemptCount)
    .set({ spent: () => 'spent - 1' })
    .where('subject = :subject AND spent > 0', { subject })
    .execute()
}

/** The counts of these subjects, locked until the transaction ends; in the order given. */
export const lockAttempts = async (tx: Db, subjects: readonly string[], now: Date): Promise<AttemptCount[]> => {
  await insertMissing(tx, [...subjects].sort(), now)
  const rows = await managerOf(tx)
    .createQueryBuilder(AttemptCount, 'a')
    .setLock('pessimistic_write')
    .where('a.subject IN (:...subjects)', { subjects })
    .orderBy('a.subject')
    .getMany()
  return subjects.map(subject => {
    const row = rows.find(r => r.subject === subject)!
    const over = now.getTime() - row.firstAt.getTime() >= attemptWindowMs
    return over ? Object.assign(row, { spent: 0, firstAt: now }) : row
  })
}

/** Adds one to counts that were locked. */
export const countAttempts = async (tx: Db, rows: readonly AttemptCount[], now: Date): Promise<void> => {
  for (const { subject, spent, firstAt } of rows)
    await managerOf(tx).update(AttemptCount, { subject }, { spent: spent + 1, firstAt, lastAt: now })
}
