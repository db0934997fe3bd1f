/** Keeps that the doctor judged it no follow-up visit: whatever is tapped next, only the stop is left. */
import { type Problem, isProblem, problem } from 'shared/kernel/errors'
import { transaction } from '../../../db/transaction'
import { changeConsultation } from '../change'
import { type DoctorAct, announceChange } from './doctor-act'

/**
 * In a transaction of its own, for what it answers is a refusal, and a refusal would roll the request's back.
 * @returns why it cannot be accepted
 */
export const keepAssessment = async (
  act: DoctorAct,
  assessment: 'first_visit' | 'changed_condition',
): Promise<Problem<'stop_required' | 'consultation_state'>> => {
  const { context, consultation, now: at } = act
  const kept = await transaction(context.db, async tx => {
    const now = await changeConsultation(tx, consultation, { assessment }, act.by('consultations.assess'), at)
    return isProblem(now) ? now : { now }
  })
  if (isProblem(kept)) return kept
  announceChange(context, kept.now)
  return problem('stop_required')
}
