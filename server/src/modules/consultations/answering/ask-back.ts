/** Asks the resident for something before accepting, as one message of the talk: then it is the resident's turn. */
import { type Problem, isProblem } from 'shared/kernel/errors'
import { transaction } from '../../../db/transaction'
import { sendMessage } from '../talking/send'
import { doctorSpeaker, voiceOf } from '../talking/speaker'
import type { DoctorAct } from './doctor-act'
import { waitingRefusal } from './still-waiting'

type Refused = 'consultation_state' | 'stop_required' | 'content_refused' | 'idempotency_key_reused'

/**
 * In a transaction of its own, for WeChat may be asked about the words; a repeat is the same message by its id.
 * @returns nothing but a refusal
 */
export const askBack = async (
  act: DoctorAct,
  { messageId, text }: { messageId: string; text: string },
): Promise<Problem<Refused> | null> => {
  const { context, consultation, position } = act
  const refused = waitingRefusal(consultation, act.now)
  if (refused) return refused
  const side = { side: 'doctor', consultation, position } as const
  const voice = await voiceOf(context.db, consultation.consultationId)
  const speaker = doctorSpeaker(side, voice, act, 'planned')
  const by = act.by('consultations.ask-back')
  const write = <T>(work: Parameters<typeof transaction<T>>[1]) => transaction(context.db, work)
  const sent = await sendMessage(context, write, { ...speaker, by }, { messageId, kind: 'text', text })
  // Words alone have no picture that could be refused.
  return isProblem(sent) ? (sent as Problem<Refused>) : null
}
