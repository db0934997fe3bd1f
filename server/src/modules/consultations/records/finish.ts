/** Ends a consultation with a summary that the doctor signs; or writes the record of one that lapsed. */
import type { Summary, SummaryFields } from 'shared/consultations/model'
import { type Problem, isProblem, problem } from 'shared/kernel/errors'
import type { Config } from '../../../config'
import type { Context } from '../../../context'
import type { Tx } from '../../../db/transaction'
import { type By, changeConsultation, ended } from '../change'
import type { Consultation } from '../consultation.entity'
import { appendNote } from '../talking/append'
import { tellResident } from '../talking/tell-consultation'
import { summaryProblem } from './check-summary'
import { hasRecord, maySignLate } from './late-record'
import { signVersion } from './sign-version'

export interface Ending {
  summary: SummaryFields
  conditionChanged: boolean
}

/** A follow-up visit alone ends with a record: nothing to show the diagnosis, or a changed condition, goes to a clinic. */
export const finishProblem = (
  consultation: Consultation,
  { summary, conditionChanged }: Ending,
  { now, today, config }: { now: Date; today: string; config: Config },
): Problem<
  'consultation_state' | 'evidence_required' | 'stop_required' | 'excluded_drug' | 'validation_failed'
> | null => {
  const { status, evidence } = consultation
  if (status === 'planned' && !evidence) return problem('evidence_required')
  if (status !== 'in-progress' && !maySignLate(consultation, now, config)) return problem('consultation_state')
  if (conditionChanged) return problem('stop_required')
  return summaryProblem(summary, today)
}

/** A consultation as it is now, with the summary that was just signed. */
export interface Signed {
  now: Consultation
  summary: Summary
}

const inTime = (cipher: Context['cipher'], at: Date) => ({
  set: ended('summary', cipher.seal('医生写好了小结，问诊结束。', 'consultation'), at),
  note: '医生写好了小结并签名，问诊结束。',
})
/** It ended before, in its own way. */
const late = { set: {}, note: '医生补写了小结并签名。' }

/** After `finishProblem` and the passcode. */
export const finish = async (
  tx: Tx,
  { cipher, config }: Pick<Context, 'cipher' | 'config'>,
  given: { consultation: Consultation; summary: SummaryFields; by: By; at: Date },
): Promise<Signed | Problem<'consultation_state'>> => {
  const { consultation, by, at } = given
  const { followUpOn } = given.summary
  const { set, note } = consultation.outcome === null ? inTime(cipher, at) : late
  const now = await changeConsultation(tx, consultation, { ...set, followUpOn, followedUpAt: null }, by, at)
  if (isProblem(now)) return now
  const { consultationId } = now
  if (await hasRecord(tx, consultationId)) return problem('consultation_state')
  const version = { consultation: now, summary: given.summary, version: 1, amends: null, at }
  const summary = await signVersion(tx, { cipher, config }, version)
  const lastSeq = await appendNote(tx, cipher, { consultationId, text: note, at })
  await tellResident(tx, now, 'consultation_ended', { at, state: '有小结' })
  return { now: { ...now, lastSeq, lastAt: at }, summary }
}
