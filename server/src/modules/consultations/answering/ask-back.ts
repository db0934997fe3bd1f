/** Asks the resident for something before accepting, as one message of the talk: then it is the resident's turn. */
import { type Problem, isProblem, problem } from 'shared/kernel/errors'
import { transaction } from '../../../db/transaction'
import { ConsultationMessage } from '../message.entity'
import { sendMessage } from '../talking/send'
import { doctorSpeaker, voiceOf } from '../talking/speaker'
import { type DoctorAct, findAct } from './doctor-act'
import { answerRefusal } from './may-answer'
import { waitingRefusal } from './still-waiting'

interface Asked {
  messageId: string
  text: string
}
type Refused =
  | 'consultation_state'
  | 'stop_required'
  | 'doctor_inactive'
  | 'practice_years_short'
  | 'paediatric_doctor_required'
  | 'guardian_missing'
  | 'waiting_for_answer'
  | 'content_refused'
  | 'idempotency_key_reused'

/**
 * One question of this doctor's at a time: a talk before it is accepted would be a visit that nobody answers for. One that
 * its check holds back is a question already; the same one again is answered as the first time.
 */
const openQuestion = async (
  { context: { db }, consultation: { consultationId, doctorId, awaiting } }: DoctorAct,
  { messageId }: Asked,
): Promise<Problem<'waiting_for_answer'> | null> => {
  const asked = await db.manager.find(ConsultationMessage, { where: { consultationId, author: 'doctor', doctorId } })
  const open = awaiting === 'resident' || asked.some(m => m.state === 'held')
  return open && !asked.some(m => m.messageId === messageId) ? problem('waiting_for_answer') : null
}

const askRefusal = async (act: DoctorAct, asked: Asked): Promise<Problem<Refused> | null> =>
  waitingRefusal(act.consultation, act.now) ?? (await answerRefusal(act)) ?? (await openQuestion(act, asked))

/** Why it was not written although nothing was against it before: what came in between. */
const refusalSince = async (act: DoctorAct, asked: Asked): Promise<Problem<Refused> | null> => {
  const { context, consultation, position } = act
  const since = await findAct(context, { ...act, positions: [position] }, consultation.consultationId)
  return isProblem(since) ? null : askRefusal(since, asked)
}

/**
 * In a transaction of its own, for WeChat may be asked about the words; a repeat is the same message by its id.
 * @returns nothing but a refusal
 */
export const askBack = async (act: DoctorAct, asked: Asked): Promise<Problem<Refused> | null> => {
  const { context, consultation, position } = act
  const refused = await askRefusal(act, asked)
  if (refused) return refused
  const side = { side: 'doctor', consultation, position } as const
  const voice = await voiceOf(context.db, consultation.consultationId)
  const speaker = doctorSpeaker(side, voice, act, 'planned')
  const by = act.by('consultations.ask-back')
  const write = <T>(work: Parameters<typeof transaction<T>>[1]) => transaction(context.db, work)
  const sent = await sendMessage(context, write, { ...speaker, by }, { ...asked, kind: 'text' })
  if (!isProblem(sent)) return null
  const since = sent.code === 'consultation_state' && (await refusalSince(act, asked))
  // Words alone have no picture that could be refused.
  return since || (sent as Problem<Refused>)
}
