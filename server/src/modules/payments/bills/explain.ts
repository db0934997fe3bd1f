import { type Problem, problem } from 'shared/kernel/errors'
import type { Tx } from '../../../db/transaction'
import { recordAccess } from '../../audit'
import { BillDay } from './bill-day.entity'
import { BillDifference } from './bill-difference.entity'
import { judgeDay, lockBillDay } from './keep-findings'

export interface Explanation {
  differenceId: string
  /** Sealed. */
  note: string
  accountId: string
  institutionId: string | null
  requestId: string
  now: Date
}

/** Closes an open difference for a written reason; the day is green when it was the last one. */
export const explain = async (
  tx: Tx,
  { differenceId, note, accountId, institutionId, requestId, now }: Explanation,
): Promise<BillDifference | Problem<'not_found' | 'already_decided'>> => {
  const known = await tx.findOneBy(BillDifference, { differenceId })
  if (!known) return problem('not_found')
  const { day } = known
  await lockBillDay(tx, day)
  const explained = { state: 'explained' as const, note, accountId, at: now }
  const { affected } = await tx.update(BillDifference, { differenceId, state: 'open' }, explained)
  if (!affected) return problem('already_decided')
  if ((await judgeDay(tx, day)) === 'green')
    await tx.update(BillDay, { day, state: 'open' }, { state: 'green', nextLookAt: null })
  const { kind, number } = known
  const access = { at: now, action: 'payments.explain', accountId, role: 'administrator', institutionId, requestId }
  await recordAccess(tx, { ...access, personId: null, purpose: null, details: { differenceId, day, kind, number } })
  return tx.findOneByOrFail(BillDifference, { differenceId })
}
