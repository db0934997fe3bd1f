/** Accepts a question as a follow-up visit. */
import type { Visit } from 'shared/consultations/model'
import { type Problem, isProblem, problem } from 'shared/kernel/errors'
import type { Context } from '../../../context'
import type { Tx } from '../../../db/transaction'
import { type By, changeConsultation } from '../change'
import type { Consultation } from '../consultation.entity'
import { type Evidence, sealJson } from '../earlier'
import { tellKeptDiagnosis } from '../records/diagnosis-version'
import { appendNote } from '../talking/append'
import { tellResident } from '../talking/tell-consultation'
import type { Named } from './evidence'
import { waitingRefusal } from './still-waiting'

export interface Acceptance {
  assessment: Visit
  evidence: Named | null
}

/**
 * Only a follow-up visit, and only with the record that shows the diagnosis, may go on over the network
 * (互联网诊疗监管细则 art. 18 and 20); anything else is sent to a clinic.
 */
export const acceptProblem = (
  c: Pick<Consultation, 'status' | 'acceptBefore' | 'assessment'>,
  { assessment, evidence }: Acceptance,
  at: Date,
): Problem<'consultation_state' | 'stop_required' | 'evidence_required'> | null => {
  const refused = waitingRefusal(c, at)
  if (refused) return refused
  if (assessment !== 'follow_up') return problem('stop_required')
  return evidence ? null : problem('evidence_required')
}

interface Accepting {
  evidence: Evidence
  doctorName: string
  /** Hours without a word of the doctor's after which it lapses. */
  lapseHours: number
  by: By
  at: Date
}

/** After `acceptProblem`. @returns the consultation as it is now */
export const accept = async (
  tx: Tx,
  { cipher }: Pick<Context, 'cipher'>,
  c: Consultation,
  { evidence, doctorName, lapseHours, by, at }: Accepting,
): Promise<Consultation | Problem<'consultation_state'>> => {
  const { consultationId } = c
  const set = {
    status: 'in-progress' as const,
    assessment: 'follow_up' as const,
    evidence: sealJson(cipher, evidence),
    evidenceAt: at,
    acceptedAt: at,
    firstAnswerAt: c.firstAnswerAt ?? at,
    awaiting: 'doctor' as const,
    awaitingSince: at,
    lapseAt: new Date(at.getTime() + lapseHours * 3_600_000),
  }
  const now = await changeConsultation(tx, c, set, by, at)
  if (isProblem(now)) return now
  await tellKeptDiagnosis(tx, consultationId, evidence, at)
  const lastSeq = await appendNote(tx, cipher, { consultationId, text: `${doctorName}医生已接诊，可以开始交谈。`, at })
  await tellResident(tx, now, 'consultation_answered', { at, state: '已接诊' })
  return { ...now, lastSeq, lastAt: at }
}
