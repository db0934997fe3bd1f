/** Writes one message, in the transaction that says it: its row, its event, its audit row, its number. */
import type { NewMessage } from 'shared/consultations/model'
import { type Problem, isProblem, problem } from 'shared/kernel/errors'
import type { Context } from '../../../context'
import { insertRows } from '../../../db/insert-rows'
import type { Tx } from '../../../db/transaction'
import { type Happened, enqueue } from '../../../relay/outbox'
import { claimAttachments, holdText } from '../../attachments'
import { type Access, recordAccess } from '../../audit'
import { ConsultationMessage } from '../message.entity'
import { mayBeSaid, takeTurn } from './append'
import { raiseRedFlags, redFlagsSaid } from './raise-red-flags'
import type { Speaker } from './speaker'

type State = 'sent' | 'held'
export type NotWritten = Problem<'consultation_state' | 'attachment_unknown' | 'attachment_refused'>

/** Binds the picture or sound to this consultation; what its check has not answered holds the message. */
const claim = async (
  tx: Tx,
  { consultation, session: { accountId } }: Speaker,
  { kind, attachmentId }: NewMessage,
): Promise<State | NotWritten> => {
  if (!attachmentId) return 'sent'
  const { consultationId } = consultation
  const attachmentIds = [attachmentId]
  const claimed = await claimAttachments(tx, {
    accountId,
    attachmentIds,
    ownerKind: 'consultation',
    ownerId: consultationId,
  })
  if (isProblem(claimed)) return claimed
  if (claimed[0]!.kind !== kind) return problem('attachment_unknown')
  return claimed[0]!.state === 'held' ? 'held' : 'sent'
}

/** Without number and state. */
export const rowOf = ({ cipher }: Context, speaker: Speaker, message: NewMessage, at: Date): ConsultationMessage => {
  const by = speaker.turn(at)
  return Object.assign(new ConsultationMessage(), {
    messageId: message.messageId,
    consultationId: speaker.consultation.consultationId,
    author: by.side,
    accountId: speaker.session.accountId,
    doctorId: by.side === 'doctor' ? by.doctorId : null,
    authorName: cipher.seal(speaker.name, 'name'),
    kind: message.kind,
    text: message.text === undefined ? null : cipher.seal(message.text, 'consultation'),
    attachmentId: message.attachmentId ?? null,
    at,
  })
}

export const insertMessages = (tx: Tx, rows: readonly ConsultationMessage[]): Promise<void> =>
  insertRows(
    tx,
    'consultation_message',
    rows.map(m => ({
      message_id: m.messageId,
      consultation_id: m.consultationId,
      seq: m.seq,
      state: m.state,
      author: m.author,
      account_id: m.accountId,
      doctor_id: m.doctorId,
      author_name: m.authorName,
      kind: m.kind,
      text: m.text,
      attachment_id: m.attachmentId,
      at: m.at,
    })),
  )

export const accessOf = ({ consultation, by }: Speaker, { messageId }: NewMessage, at: Date): Access => {
  const { consultationId, personId } = consultation
  return { ...by, at, personId, details: { consultationId, messageId } }
}
export const eventOf = ({ messageId }: NewMessage, at: Date): Happened => ({
  kind: 'consultation-message',
  id: messageId,
  version: 1,
  data: {},
  at,
})

/** It takes its number when it is let go (checked.ts); until then only whether it may be said is looked at. */
const hold = async (tx: Tx, context: Context, speaker: Speaker, message: NewMessage, m: ConsultationMessage) => {
  const { consultationId, at } = m
  if (!(await mayBeSaid(tx, { consultationId, at, by: speaker.turn(at) }))) return problem('consultation_state')
  const { accountId } = speaker.session
  if (message.text !== undefined)
    await holdText(tx, context, {
      accountId,
      text: message.text,
      textId: m.messageId,
      ownerKind: 'consultation',
      ownerId: consultationId,
    })
  await insertMessages(tx, [m])
  return m
}

/**
 * The consultation's row is locked by the last statement but one, so that the other side waits as short as can be.
 * @param state how the check of its words ended; of a picture or sound that is known here
 * @throws the engine's duplicate key when the message was written before (send.ts)
 */
export const writeMessage = async (
  tx: Tx,
  context: Context,
  speaker: Speaker,
  message: NewMessage,
  state: State,
): Promise<ConsultationMessage | NotWritten> => {
  const at = context.clock.now()
  const { consultationId } = speaker.consultation
  const claimed = await claim(tx, speaker, message)
  if (isProblem(claimed)) return claimed
  const m = rowOf(context, speaker, message, at)
  await recordAccess(tx, accessOf(speaker, message, at))
  if (state === 'held' || claimed === 'held')
    return hold(tx, context, speaker, message, Object.assign(m, { seq: null, state: 'held' as const }))
  await enqueue(tx, eventOf(message, at))
  const seq = await takeTurn(tx, { consultationId, at, by: speaker.turn(at) })
  if (seq === null) return problem('consultation_state')
  await insertMessages(tx, [Object.assign(m, { seq, state: 'sent' as const })])
  const said = redFlagsSaid(m.author, message.text)
  if (said.length) await raiseRedFlags(tx, context.cipher, { consultationId, said, at })
  return m
}
