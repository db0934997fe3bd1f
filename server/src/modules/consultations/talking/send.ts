/** Says something, exactly once: the message's own id, made by the phone, is its key. */
import type { ConsultationMessage as Shown, NewMessage } from 'shared/consultations/model'
import { type Problem, isProblem, problem } from 'shared/kernel/errors'
import type { Context } from '../../../context'
import { isDuplicate } from '../../../db/transaction'
import { checkText } from '../../attachments'
import type { Write } from '../asking/act'
import { ConsultationMessage } from '../message.entity'
import { announce, announceRedFlags } from './announce'
import { redFlagsSaid } from './raise-red-flags'
import { showMessages } from './show-messages'
import type { Speaker } from './speaker'
import { type NotWritten, writeMessage } from './write-message'
import { writeTogether } from './write-together'

export type NotSent = NotWritten | Problem<'content_refused' | 'idempotency_key_reused'>

/**
 * What was written under this id before, by the same account into the same consultation with the same content; whatever
 * else stands under it is nobody's business. Undefined: nothing does.
 */
const findRepeat = async (
  { db, cipher }: Context,
  { consultation, session }: Speaker,
  { messageId, kind, text, attachmentId }: NewMessage,
): Promise<ConsultationMessage | Problem<'idempotency_key_reused'> | undefined> => {
  const known = await db.manager.findOneBy(ConsultationMessage, { messageId })
  if (!known) return undefined
  const same =
    known.accountId === session.accountId &&
    known.consultationId === consultation.consultationId &&
    known.kind === kind &&
    known.attachmentId === (attachmentId ?? null) &&
    (known.text === null ? text === undefined : cipher.open(known.text, 'consultation') === text)
  return same ? known : problem('idempotency_key_reused')
}

/** Outside of a transaction: WeChat is asked. */
const stateOf = async (context: Context, { session }: Speaker, { text }: NewMessage) => {
  if (text === undefined) return 'sent'
  const checked = await checkText(context, { accountId: session.accountId, text })
  if (checked === 'refused') return problem('content_refused')
  return checked === 'held' ? 'held' : 'sent'
}

/** Such words are written alone: what follows from them costs more than a plain message may. */
const mayBeUrgent = ({ turn }: Speaker, { text }: NewMessage, now: Date): boolean =>
  redFlagsSaid(turn(now).side, text).length > 0

const writeOnce = async (context: Context, write: Write, speaker: Speaker, message: NewMessage) => {
  const state = await stateOf(context, speaker, message)
  if (isProblem(state)) return state
  const plain = message.text !== undefined && !mayBeUrgent(speaker, message, context.clock.now())
  const together = state === 'sent' && plain && (await writeTogether(context, speaker, message))
  if (together) return together
  try {
    return await write(tx => writeMessage(tx, context, speaker, message, state))
  } catch (error) {
    if (isDuplicate(error)) return problem('idempotency_key_reused')
    throw error
  }
}

/**
 * A repeat gets the first one's answer, also after the consultation has ended. Both sides' phones are told, by a repeat
 * once more: the process that took the first one may have died before it told anybody.
 * @param write the one transaction of the request (http/call.ts)
 */
export const sendMessage = async (
  context: Context,
  write: Write,
  speaker: Speaker,
  message: NewMessage,
): Promise<Shown | NotSent> => {
  const written = await writeOnce(context, write, speaker, message)
  const known = isProblem(written) ? ((await findRepeat(context, speaker, message)) ?? written) : written
  if (isProblem(known)) return known
  if (known.seq !== null) {
    announce(context, speaker.consultation, 'news', known.seq)
    if (mayBeUrgent(speaker, message, known.at)) announceRedFlags(context, speaker.consultation)
  }
  return (await showMessages(context, speaker.session, [known]))[0]!
}
