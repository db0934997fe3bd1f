/** How far one side has received and read: high-water marks that never go back. */
import type { Reached, Side } from 'shared/consultations/model'
import type * as z from 'zod/mini'
import type { Context } from '../../../context'
import { runSql } from '../../../db/pool-query'
import type { Consultation } from '../consultation.entity'
import { announceReceipt } from './announce'

/** Pure. What the marks become: no farther than the newest number, and what was read was received. */
export const marksOf = (
  given: z.infer<typeof Reached>,
  { lastSeq }: Pick<Consultation, 'lastSeq'>,
): z.infer<typeof Reached> => {
  const read = Math.min(given.read, lastSeq)
  return { delivered: Math.max(read, Math.min(given.delivered, lastSeq)), read }
}

/** @param c as read after the phone asked: whatever the phone has fetched stands in it */
export const reach = async (
  context: Context,
  side: Side,
  c: Consultation,
  given: z.infer<typeof Reached>,
): Promise<void> => {
  const { delivered, read } = marksOf(given, c)
  const before = side === 'doctor' ? [c.doctorDelivered, c.doctorRead] : [c.residentDelivered, c.residentRead]
  const [deliveredBefore = 0, readBefore = 0] = before
  if (delivered <= deliveredBefore && read <= readBefore) return
  const done = await runSql<{ affectedRows: number }>(
    context.db,
    `UPDATE consultation SET ${side}_delivered = GREATEST(${side}_delivered, ?), ${side}_read = GREATEST(${side}_read, ?)
     WHERE consultation_id = ? AND doctor_id = ? AND (${side}_delivered < ? OR ${side}_read < ?)`,
    [delivered, read, c.consultationId, c.doctorId, delivered, read],
  )
  if (!done.affectedRows) return
  const reached = { delivered: Math.max(delivered, deliveredBefore), read: Math.max(read, readBefore) }
  announceReceipt(context, c, { side, ...reached })
}
