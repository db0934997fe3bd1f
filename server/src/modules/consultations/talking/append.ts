/** A message takes the next number of its consultation and is written, in the transaction of what it says. */
import { v7 as uuid } from 'uuid'
import { insertRows } from '../../../db/insert-rows'
import { runSql, selectRows } from '../../../db/pool-query'
import type { Tx } from '../../../db/transaction'
import { enqueue } from '../../../relay/outbox'
import type { FieldCipher } from '../../../security/field-cipher'

/** The row stays locked until the commit: numbers follow one another without gaps, in the order of the commits. */
export const nextSeq = async (tx: Tx, consultationId: string, at: Date): Promise<number> => {
  await runSql(tx, 'UPDATE consultation SET last_seq = last_seq + 1, last_at = ? WHERE consultation_id = ?', [
    at,
    consultationId,
  ])
  const [row] = await selectRows<{ seq: number }>(
    tx,
    'SELECT last_seq AS seq FROM consultation WHERE consultation_id = ?',
    [consultationId],
  )
  return Number(row!.seq)
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
