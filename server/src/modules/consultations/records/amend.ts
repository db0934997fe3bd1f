/** A signed record is never edited: a new signed version says why and holds the hash of the one before. */
import type { SummaryFields } from 'shared/consultations/model'
import { type Problem, isProblem, problem } from 'shared/kernel/errors'
import type { Context } from '../../../context'
import type { Tx } from '../../../db/transaction'
import { type By, changeConsultation } from '../change'
import type { Consultation } from '../consultation.entity'
import { ConsultationSummary } from '../summary.entity'
import { appendNote } from '../talking/append'
import { tellResident } from '../talking/tell-consultation'
import type { Signed } from './finish'
import { signVersion } from './sign-version'

export interface Amendment {
  consultation: Consultation
  summary: SummaryFields
  because: string
  /** The version that the doctor read. */
  version: number
  by: By
  at: Date
}

/** What the doctor amends must be the version in force, which they have read. */
export const findAmended = async (
  tx: Tx,
  { consultationId }: Consultation,
  version: number,
): Promise<ConsultationSummary | Problem<'consultation_state' | 'summary_amended'>> => {
  const latest = await tx.findOne(ConsultationSummary, { where: { consultationId }, order: { version: 'DESC' } })
  if (!latest) return problem('consultation_state')
  return latest.version === version ? latest : problem('summary_amended')
}

/** After the passcode. */
export const amend = async (
  tx: Tx,
  { cipher, config }: Pick<Context, 'cipher' | 'config'>,
  given: Amendment,
): Promise<Signed | Problem<'consultation_state' | 'summary_amended'>> => {
  const { consultation, because, by, at } = given
  const { followUpOn } = given.summary
  const moved = followUpOn !== consultation.followUpOn
  const now = await changeConsultation(tx, consultation, { followUpOn, ...(moved && { followedUpAt: null }) }, by, at)
  if (isProblem(now)) return problem('summary_amended')
  const before = await findAmended(tx, now, given.version)
  if (isProblem(before)) return before
  const version = given.version + 1
  const amends = { hash: before.documentHash, because }
  const wanted = { consultation: now, summary: given.summary, version, amends, at }
  const summary = await signVersion(tx, { cipher, config }, wanted)
  const text = `医生更正了小结（第 ${version} 版）：${because}`
  const lastSeq = await appendNote(tx, cipher, { consultationId: now.consultationId, text, at })
  await tellResident(tx, now, 'consultation_ended', { at, state: '小结更正', page: 'summary' })
  return { now: { ...now, lastSeq, lastAt: at }, summary }
}
