/** Whether a question still waits for what its doctor makes of it. */
import { type Problem, problem } from 'shared/kernel/errors'
import type { Consultation } from '../consultation.entity'

/** What the doctor once judged not to be a follow-up visit goes on nowhere but in a clinic (互联网诊疗监管细则 art. 20). */
export const mustStop = ({
  assessment,
}: Pick<Consultation, 'assessment'>): 'first_visit' | 'changed_condition' | null =>
  assessment === 'follow_up' ? null : assessment

/** Accepting, asking back and handing on: not once the time to accept is over, though the job may not have ended it yet. */
export const waitingRefusal = (
  c: Pick<Consultation, 'status' | 'acceptBefore' | 'assessment'>,
  at: Date,
): Problem<'consultation_state' | 'stop_required'> | null => {
  const late = c.acceptBefore !== null && c.acceptBefore <= at
  if (c.status !== 'planned' || late) return problem('consultation_state')
  return mustStop(c) ? problem('stop_required') : null
}
