/** What a summary may not say, whoever writes it. */
import { excludedDrugIn, excludedMedication } from 'shared/consultations/excluded-drugs'
import type { SummaryFields } from 'shared/consultations/model'
import { type Problem, problem } from 'shared/kernel/errors'

const drugIn = ({ medications, advice, ifWorse }: SummaryFields, because: string): string | null => {
  const words = [...medications.map(m => m.usage), advice, ifWorse, because].map(excludedDrugIn)
  return [...medications.map(m => excludedMedication(m.name)), ...words].find(found => found !== null) ?? null
}

/**
 * No narcotic or psychotropic drug over the network (互联网诊疗管理办法(试行) art. 20): neither as a medication, nor in the
 * advice, nor in why it is amended, which the patient reads as well. The present illness is not searched: what somebody
 * takes by another's order (长期服用地西泮) is part of it, and no list of words tells that from an order.
 * @param today first day on which a follow-up makes sense
 * @param amends the words that say why, and the day of the version before: it was to come when that was signed, and may
 *   stay as it is
 */
export const summaryProblem = (
  summary: SummaryFields,
  today: string,
  amends: { because: string; followUpOn: string | null } | null = null,
): Problem<'excluded_drug' | 'validation_failed'> | null => {
  const { followUpOn } = summary
  const drug = drugIn(summary, amends?.because ?? '')
  if (drug) return problem('excluded_drug', { drug })
  if (followUpOn !== null && followUpOn !== amends?.followUpOn && followUpOn < today)
    return problem('validation_failed', { fields: [{ path: 'body.summary.followUpOn', message: 'is past' }] })
  return null
}
