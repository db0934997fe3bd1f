import { type Problem, problem } from 'shared/kernel/errors'
import type { Tx } from '../../../db/transaction'
import { type By, changeConsultation } from '../change'
import type { Consultation } from '../consultation.entity'
import { doctorCan } from './show-for-doctor'

/** The follow-up was done: it leaves the doctor's list. */
export const followedUp = async (
  tx: Tx,
  c: Consultation,
  by: By,
  at: Date,
): Promise<Consultation | Problem<'consultation_state'>> =>
  doctorCan(c).followUp ? changeConsultation(tx, c, { followedUpAt: at }, by, at) : problem('consultation_state')
