/**
 * The counters of a slot. Each change is one conditional UPDATE, so two at once can never take the same number or give
 * one back twice; whoever calls must do it in the transaction that changes the booking, as its last statement: the row
 * is the one that everybody waits for. Assignments that read `owed` stand before the one that changes it, because MySQL
 * evaluates them in order and TiDB does not.
 */
import type { Pool } from 'shared/appointments/model'
import { runSql } from '../../../db/pool-query'
import type { Tx } from '../../../db/transaction'
import { forgetSoldOut } from './sold-out'

const affected = async (tx: Tx, sql: string, parameters: unknown[]): Promise<boolean> => {
  const result = await runSql<{ affectedRows: number }>(tx, sql, parameters)
  return result.affectedRows === 1
}

/** Takes one number of a pool; false when none is left or the slot was stopped. */
export const takeNumber = (tx: Tx, slotId: string, pool: Pool): Promise<boolean> =>
  affected(
    tx,
    `UPDATE appointment_slot SET ${pool}_remaining = ${pool}_remaining - 1
     WHERE slot_id = ? AND ${pool}_remaining > 0 AND state = 'open'`,
    [slotId],
  )

/** Numbers to take of one pool, by slot. */
export type Takes = ReadonlyMap<string, number>

/** Takes numbers of one pool of several slots; false when one of them has too few: then the caller must roll back. */
export const takeNumbers = async (tx: Tx, pool: Pool, takes: Takes): Promise<boolean> => {
  const ids = [...takes.keys()]
  const wanted = `CASE slot_id ${ids.map(() => 'WHEN ? THEN ?').join(' ')} END`
  const pairs = [...takes].flat()
  const result = await runSql<{ affectedRows: number }>(
    tx,
    `UPDATE appointment_slot SET ${pool}_remaining = ${pool}_remaining - ${wanted}
     WHERE slot_id IN (?) AND state = 'open' AND ${pool}_remaining >= ${wanted}`,
    [...pairs, ids, ...pairs],
  )
  return result.affectedRows === ids.length
}

/**
 * Gives a booking's number back to its pool, or to the public one after the reserved numbers returned there; a number
 * that the platform took away meanwhile is gone instead. Only after the booking's own conditional UPDATE succeeded.
 */
export const giveBackNumber = async (tx: Tx, slotId: string, pool: Pool): Promise<void> => {
  const own = pool === 'public' ? 'owed = 0' : 'owed = 0 AND reserved_returned_at IS NULL'
  const toPublic = pool === 'public' ? 'owed = 0' : 'owed = 0 AND reserved_returned_at IS NOT NULL'
  const reserved =
    pool === 'public' ? '' : `${pool}_remaining = ${pool}_remaining + CASE WHEN ${own} THEN 1 ELSE 0 END,`
  await affected(
    tx,
    `UPDATE appointment_slot SET ${reserved}
       public_remaining = public_remaining + CASE WHEN ${toPublic} THEN 1 ELSE 0 END,
       capacity = capacity - CASE WHEN owed > 0 THEN 1 ELSE 0 END,
       owed = CASE WHEN owed > 0 THEN owed - 1 ELSE 0 END
     WHERE slot_id = ?`,
    [slotId],
  )
  forgetSoldOut(tx, slotId)
}

/** Keeps one public number for an offer to the wait-list; false when none is left. */
export const holdNumber = (tx: Tx, slotId: string): Promise<boolean> =>
  affected(
    tx,
    `UPDATE appointment_slot SET public_remaining = public_remaining - 1, held = held + 1
     WHERE slot_id = ? AND public_remaining > 0 AND state = 'open'`,
    [slotId],
  )

/** The kept number becomes a booking's (pool `public`); false when nothing is kept, which callers treat as ended. */
export const takeHeldNumber = (tx: Tx, slotId: string): Promise<boolean> =>
  affected(tx, `UPDATE appointment_slot SET held = held - 1 WHERE slot_id = ? AND held > 0 AND state = 'open'`, [
    slotId,
  ])

/** The offer ended: the kept number is free again. Only after the offer's own conditional UPDATE succeeded. */
export const releaseHeldNumber = async (tx: Tx, slotId: string): Promise<boolean> => {
  const released = await affected(
    tx,
    `UPDATE appointment_slot SET
       public_remaining = public_remaining + CASE WHEN owed = 0 THEN 1 ELSE 0 END,
       capacity = capacity - CASE WHEN owed > 0 THEN 1 ELSE 0 END,
       held = held - 1,
       owed = CASE WHEN owed > 0 THEN owed - 1 ELSE 0 END
     WHERE slot_id = ? AND held > 0`,
    [slotId],
  )
  forgetSoldOut(tx, slotId)
  return released
}
