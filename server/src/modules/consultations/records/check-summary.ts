/** What a summary may not say, whoever writes it. */
import { excludedDrugIn } from 'shared/consultations/excluded-drugs'
import type { SummaryFields } from 'shared/consultations/model'
import { type Problem, problem } from 'shared/kernel/errors'

/**
 * No narcotic or psychotropic drug over the network (互联网诊疗管理办法(试行) art. 20): neither as a medication nor in
 * the advice. What the patient took before is history and may be named.
 * @param today first day on which a follow-up makes sense
 * @param before the day of the version that is amended: it was a day to come when it was signed, and may stay as it is
 */
export const summaryProblem = (
  { medications, advice, ifWorse, followUpOn }: SummaryFields,
  today: string,
  before: string | null = null,
): Problem<'excluded_drug' | 'validation_failed'> | null => {
  const given = [...medications.flatMap(m => [m.name, m.usage]), advice, ifWorse]
  const drug = given.map(excludedDrugIn).find(found => found !== null)
  if (drug) return problem('excluded_drug', { drug })
  if (followUpOn !== null && followUpOn !== before && followUpOn < today)
    return problem('validation_failed', { fields: [{ path: 'body.summary.followUpOn', message: 'is past' }] })
  return null
}
