/** Ends a consultation with a summary that the doctor signs. */
import type { Summary, SummaryFields } from 'shared/consultations/model'
import { type Problem, isProblem, problem } from 'shared/kernel/errors'
import type { Context } from '../../../context'
import type { Tx } from '../../../db/transaction'
import { type By, changeConsultation, ended } from '../change'
import type { Consultation } from '../consultation.entity'
import { appendNote } from '../talking/append'
import { tellResident } from '../talking/tell-consultation'
import { summaryProblem } from './check-summary'
import { signVersion } from './sign-version'

export interface Ending {
  summary: SummaryFields
  conditionChanged: boolean
}

/** A follow-up visit alone ends with a record: nothing to show the diagnosis, or a changed condition, goes to a clinic. */
export const finishProblem = (
  { status, evidence }: Consultation,
  { summary, conditionChanged }: Ending,
  today: string,
): Problem<
  'consultation_state' | 'evidence_required' | 'stop_required' | 'excluded_drug' | 'validation_failed'
> | null => {
  if (status === 'planned' && !evidence) return problem('evidence_required')
  if (status !== 'in-progress') return problem('consultation_state')
  if (conditionChanged) return problem('stop_required')
  return summaryProblem(summary, today)
}

/** A consultation as it is now, with the summary that was just signed. */
export interface Signed {
  now: Consultation
  summary: Summary
}

/** After `finishProblem` and the passcode. */
export const finish = async (
  tx: Tx,
  { cipher, config }: Pick<Context, 'cipher' | 'config'>,
  given: { consultation: Consultation; summary: SummaryFields; by: By; at: Date },
): Promise<Signed | Problem<'consultation_state'>> => {
  const { consultation, by, at } = given
  const { followUpOn } = given.summary
  const words = cipher.seal('医生写好了小结，问诊结束。', 'consultation')
  const set = { ...ended('summary', words, at), followUpOn, followedUpAt: null }
  const now = await changeConsultation(tx, consultation, set, by, at)
  if (isProblem(now)) return now
  const version = { consultation: now, summary: given.summary, version: 1, amends: null, at }
  const summary = await signVersion(tx, { cipher, config }, version)
  const { consultationId } = now
  const lastSeq = await appendNote(tx, cipher, { consultationId, text: '医生写好了小结并签名，问诊结束。', at })
  await tellResident(tx, now, 'consultation_ended', { at, state: '有小结' })
  return { now: { ...now, lastSeq, lastAt: at }, summary }
}
