/** For the clinic desk's check-in, which goes on with the person. */
import { isProblem } from 'shared/kernel/errors'
import type { Context } from '../../context'
import { transaction } from '../../db/transaction'
import type { CardStep } from './steps'
import { type NotVerified, type Verified, type Verifier, judgeCode, recordVerification } from './verify'

/**
 * Verifies and records at once, in a transaction of its own: the code is used up whatever comes of the check-in.
 * Call it before the request's own `write`.
 */
export const verifyCardAtDesk = async (
  context: Context,
  verifier: Verifier,
  code: string,
  step: CardStep,
): Promise<Verified | NotVerified> => {
  const judged = await judgeCode(context, code, verifier.position.institutionId, step)
  if (isProblem(judged)) return judged
  return transaction(context.db, tx => recordVerification(tx, context, verifier, step, judged))
}
