import { type Problem, problem } from 'shared/kernel/errors'
import type { Tx } from '../../../db/transaction'
import { type By, changeConsultation } from '../change'
import type { Consultation } from '../consultation.entity'

/** A day to ask how it goes stands in a signed record alone. */
export const awaitsFollowUp = ({
  followUpOn,
  followedUpAt,
}: Pick<Consultation, 'followUpOn' | 'followedUpAt'>): boolean => followUpOn !== null && followedUpAt === null

/** The follow-up was done: it leaves the doctor's list. */
export const followedUp = async (
  tx: Tx,
  c: Consultation,
  by: By,
  at: Date,
): Promise<Consultation | Problem<'consultation_state'>> =>
  awaitsFollowUp(c) ? changeConsultation(tx, c, { followedUpAt: at }, by, at) : problem('consultation_state')
