/** A message takes the next number of its consultation and is written, in the transaction of what it says. */
import type { Side } from 'shared/consultations/model'
import { v7 as uuid } from 'uuid'
import { insertRows } from '../../../db/insert-rows'
import { runSql } from '../../../db/pool-query'
import type { Tx } from '../../../db/transaction'
import { enqueue } from '../../../relay/outbox'
import type { FieldCipher } from '../../../security/field-cipher'

interface Changed {
  affectedRows: number
  insertId: number
}

/** LAST_INSERT_ID(n) hands the new number back with the UPDATE: the row, locked until the commit, is asked only once. */
const take = 'last_at = ?, last_seq = LAST_INSERT_ID(last_seq + 1)'

/** The row stays locked until the commit: numbers follow one another without gaps, in the order of the commits. */
export const nextSeq = async (tx: Tx, consultationId: string, at: Date): Promise<number> => {
  const sql = `UPDATE consultation SET ${take} WHERE consultation_id = ?`
  return (await runSql<Changed>(tx, sql, [at, consultationId])).insertId
}

/** What one side's words change: whose turn it is, and how far that side has seen, if it had seen all. */
const turned = (side: Side): string => {
  const other: Side = side === 'doctor' ? 'resident' : 'doctor'
  return `${side}_delivered = CASE WHEN ${side}_delivered = last_seq THEN last_seq + 1 ELSE ${side}_delivered END,
    ${side}_read = CASE WHEN ${side}_read = last_seq THEN last_seq + 1 ELSE ${side}_read END,
    awaiting_since = CASE WHEN awaiting = '${other}' THEN awaiting_since ELSE ? END, awaiting = '${other}'`
}

export interface Turn {
  consultationId: string
  at: Date
  /** In which states it may be said; the doctor only while responsible. */
  by:
    | { side: 'resident' }
    | { side: 'doctor'; doctorId: string; institutionId: string; during: 'planned' | 'in-progress'; lapseAt: Date }
}

/**
 * The number of what one side says now, with all that follows from it, in one conditional statement.
 * @returns null: it may not be said any more (ended, handed on), or not yet (unpaid)
 */
export const takeTurn = async (tx: Tx, { consultationId, at, by }: Turn): Promise<number | null> => {
  const [set, values, where, which] =
    by.side === 'resident'
      ? ['', [], `queued_at IS NOT NULL AND status IN ('planned', 'in-progress')`, []]
      : [
          `first_answer_at = COALESCE(first_answer_at, ?),
           lapse_at = CASE WHEN status = 'in-progress' THEN ? ELSE lapse_at END,`,
          [at, by.lapseAt],
          'queued_at IS NOT NULL AND status = ? AND doctor_id = ? AND institution_id = ?',
          [by.during, by.doctorId, by.institutionId],
        ]
  const done = await runSql<Changed>(
    tx,
    `UPDATE consultation SET ${turned(by.side)}, ${set} ${take} WHERE consultation_id = ? AND ${where}`,
    [at, ...values, at, consultationId, ...which],
  )
  return done.affectedRows === 1 ? done.insertId : null
}

/** What the service itself says: accepted, handed on, ended. @returns its number */
export const appendNote = async (
  tx: Tx,
  cipher: FieldCipher,
  { consultationId, text, at }: { consultationId: string; text: string; at: Date },
): Promise<number> => {
  const seq = await nextSeq(tx, consultationId, at)
  const messageId = uuid()
  await insertRows(tx, 'consultation_message', [
    {
      message_id: messageId,
      consultation_id: consultationId,
      seq,
      state: 'sent',
      author: 'service',
      author_name: cipher.seal('系统', 'name'),
      kind: 'note',
      text: cipher.seal(text, 'consultation'),
      at,
    },
  ])
  await enqueue(tx, { kind: 'consultation-message', id: messageId, version: 1, data: {}, at })
  return seq
}
