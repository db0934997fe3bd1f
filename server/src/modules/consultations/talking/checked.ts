/** What was held gets its answer: let go it takes its number, refused it stays with its author alone. */
import { IsNull } from 'typeorm'
import type { Context } from '../../../context'
import { runSql } from '../../../db/pool-query'
import type { Tx } from '../../../db/transaction'
import { enqueue } from '../../../relay/outbox'
import type { AttachmentOwner, Checked } from '../../attachments'
import { rulesOf } from '../asking/rules'
import { Consultation } from '../consultation.entity'
import { ConsultationMessage } from '../message.entity'
import { announce, announceRedFlags } from './announce'
import { type Turn, nextSeq, takeTurn } from './append'
import { raiseRedFlags, redFlagsSaid } from './raise-red-flags'

/**
 * It was said while it might be said, so it stands also when the consultation ended meanwhile; whose turn it is changes
 * only while the talk goes on.
 */
const numberOf = async (tx: Tx, c: Consultation, m: ConsultationMessage, at: Date): Promise<number> => {
  const { consultationId, institutionId } = c
  const { lapseHours } = await rulesOf(tx, institutionId)
  const during = c.status === 'planned' ? 'planned' : 'in-progress'
  const by: Turn['by'] =
    m.author === 'resident'
      ? { side: 'resident' }
      : {
          side: 'doctor',
          doctorId: m.doctorId!,
          institutionId,
          during,
          lapseAt: new Date(at.getTime() + lapseHours * 3_600_000),
        }
  return (await takeTurn(tx, { consultationId, at, by })) ?? nextSeq(tx, consultationId, at)
}

const release = async (tx: Tx, c: Consultation, m: ConsultationMessage, at: Date): Promise<number> => {
  const { messageId } = m
  const seq = await numberOf(tx, c, m, at)
  const done = await runSql<{ affectedRows: number }>(
    tx,
    `UPDATE consultation_message SET seq = ?, state = 'sent', at = ? WHERE message_id = ? AND state = 'held'`,
    [seq, at, messageId],
  )
  // Nobody else lets it go: whoever keeps the answer holds its row.
  if (done.affectedRows !== 1) throw new Error('A held message was let go twice')
  await enqueue(tx, { kind: 'consultation-message', id: messageId, version: 1, data: {}, at })
  return seq
}

/** Called in the transaction that keeps the answer. @returns what tells the phones, after the commit */
export const onConsultationChecked =
  (context: Context): AttachmentOwner['onChecked'] =>
  async (tx, { ownerId, what, state, at }: Checked) => {
    const which = 'textId' in what ? { messageId: what.textId } : { attachmentId: what.attachmentId }
    const where = { ...which, consultationId: ownerId, state: 'held' as const, seq: IsNull() }
    const [c, m] = [
      await tx.findOneBy(Consultation, { consultationId: ownerId }),
      await tx.findOneBy(ConsultationMessage, where),
    ]
    if (!c) return
    // A picture of the question itself: whoever looks asks again.
    if (!m) return 'attachmentId' in what ? () => announce(context, c, 'state') : undefined
    if (state === 'refused') {
      await tx.update(ConsultationMessage, { messageId: m.messageId, state: 'held' }, { state: 'refused' })
      return () => announce(context, c, 'state')
    }
    const seq = await release(tx, c, m, at)
    const said = redFlagsSaid(m.author, m.text === null ? undefined : context.cipher.open(m.text, 'consultation'))
    if (said.length) await raiseRedFlags(tx, context.cipher, { consultationId: ownerId, said, at })
    return () => {
      announce(context, c, 'news', seq)
      if (said.length) announceRedFlags(context, c)
    }
  }
