import type { ConsultationMessage as Shown } from 'shared/consultations/model'
import type { ShownAttachment } from 'shared/attachments/contract'
import type { Context } from '../../../context'
import { showAttachments } from '../../attachments'
import type { Session } from '../../identity'
import type { ConsultationMessage } from '../message.entity'

/** From what is known; asks nothing. */
export const showMessage = (
  { cipher }: Pick<Context, 'cipher'>,
  m: ConsultationMessage,
  attachment: ShownAttachment | null,
): Shown => ({
  messageId: m.messageId,
  seq: m.seq,
  state: m.state,
  from: m.author,
  authorName: cipher.open(m.authorName, 'name'),
  kind: m.kind,
  text: m.text === null ? null : cipher.open(m.text, 'consultation'),
  attachment,
  at: m.at.toISOString(),
})

/** With links for this session, whose part in the consultation the caller has checked. Outside of transactions. */
export const showMessages = async (
  context: Context,
  session: Session,
  rows: readonly ConsultationMessage[],
): Promise<Shown[]> => {
  const attachments = await showAttachments(
    context,
    session,
    rows.flatMap(m => m.attachmentId ?? []),
  )
  const byId = new Map(attachments.map(a => [a.attachmentId, a]))
  return rows.map(m => showMessage(context, m, byId.get(m.attachmentId ?? '') ?? null))
}
