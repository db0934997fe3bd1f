/** A message takes the next number of its consultation and is written, in the transaction of what it says. */
import type { Side } from 'shared/consultations/model'
import { v7 as uuid } from 'uuid'
import { insertRows } from '../../../db/insert-rows'
import { runSql, selectRows } from '../../../db/pool-query'
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
    | {
        side: 'doctor'
        doctorId: string
        institutionId: string
        during: 'planned' | 'in-progress'
        lapseAt: Date
        /** Only as a question that may be asked now; not so what was asked before and is let go by its check. */
        asksBack?: boolean
      }
}

interface Part {
  sql: string
  values: unknown[]
}

/** What follows from one side's words, but for the number. */
const changeBy = ({ at, by }: Turn): Part =>
  by.side === 'resident'
    ? { sql: turned('resident'), values: [at] }
    : {
        sql: `${turned('doctor')}, first_answer_at = COALESCE(first_answer_at, ?),
           lapse_at = CASE WHEN status = 'in-progress' THEN ? ELSE lapse_at END`,
        values: [at, at, by.lapseAt],
      }

/**
 * One question at a time, while there is time to accept and nothing else was judged (answering/ask-back.ts): of those that
 * come together only one finds it so. One that its check holds is a question already; the lock shows also what was
 * written while this one waited for the row.
 */
const mayAskBack = `awaiting <> 'resident' AND (assessment IS NULL OR assessment = 'follow_up')
  AND (accept_before IS NULL OR accept_before > ?)
  AND NOT EXISTS (SELECT 1 FROM consultation_message m WHERE m.consultation_id = consultation.consultation_id
    AND m.author = 'doctor' AND m.doctor_id = consultation.doctor_id AND m.state = 'held' FOR UPDATE)`

/** Where it may be said. */
const whereBy = ({ consultationId, at, by }: Turn): Part => {
  const queued = 'consultation_id = ? AND queued_at IS NOT NULL'
  if (by.side === 'resident')
    return { sql: `${queued} AND status IN ('planned', 'in-progress')`, values: [consultationId] }
  const responsible = `${queued} AND status = ? AND doctor_id = ? AND institution_id = ?`
  const values = [consultationId, by.during, by.doctorId, by.institutionId]
  return by.asksBack
    ? { sql: `${responsible} AND ${mayAskBack}`, values: [...values, at] }
    : { sql: responsible, values }
}

/** Whether it may be said now, without a number yet; the row stays locked until the commit, so that it stays so. */
export const mayBeSaid = async (tx: Tx, turn: Turn): Promise<boolean> => {
  const { sql, values } = whereBy(turn)
  const found = await selectRows<object>(tx, `SELECT 1 FROM consultation WHERE ${sql} FOR UPDATE`, values)
  return found.length === 1
}

/**
 * The number of what one side says now, with all that follows from it, in one conditional statement.
 * @returns null: it may not be said any more (ended, handed on), or not yet (unpaid)
 */
export const takeTurn = async (tx: Tx, turn: Turn): Promise<number | null> => {
  const [change, where] = [changeBy(turn), whereBy(turn)]
  const sql = `UPDATE consultation SET ${change.sql}, ${take} WHERE ${where.sql}`
  const done = await runSql<Changed>(tx, sql, [...change.values, turn.at, ...where.values])
  return done.affectedRows === 1 ? done.insertId : null
}

/** Turns from which the same follows. */
const alike = (turns: readonly Turn[]): Turn[][] => {
  const groups = new Map<number | null, Turn[]>()
  for (const turn of turns) {
    const key = turn.by.side === 'doctor' ? turn.by.lapseAt.getTime() : null
    groups.set(key, [...(groups.get(key) ?? []), turn])
  }
  return [...groups.values()]
}

/**
 * As `takeTurn`, of one moment in different consultations: a few statements, however many they are. The rows are locked
 * first, in one order, so that two who do this do not wait for each other.
 * @returns the numbers in their places; null: one of them may not be said
 */
export const takeTurns = async (tx: Tx, turns: readonly Turn[]): Promise<number[] | null> => {
  const before = await selectRows<{ consultationId: string; lastSeq: number }>(
    tx,
    `SELECT consultation_id AS consultationId, last_seq AS lastSeq FROM consultation
     WHERE consultation_id IN (?) ORDER BY consultation_id FOR UPDATE`,
    [turns.map(t => t.consultationId).sort()],
  )
  for (const some of alike(turns)) {
    const change = changeBy(some[0]!)
    const where = some.map(whereBy)
    const done = await runSql<Changed>(
      tx,
      `UPDATE consultation SET ${change.sql}, last_at = ?, last_seq = last_seq + 1
       WHERE ${where.map(w => `(${w.sql})`).join(' OR ')}`,
      [...change.values, some[0]!.at, ...where.flatMap(w => w.values)],
    )
    if (done.affectedRows !== some.length) return null
  }
  const last = new Map(before.map(c => [c.consultationId, c.lastSeq]))
  return turns.map(t => last.get(t.consultationId)! + 1)
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
