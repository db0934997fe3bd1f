/** What nobody accepted in time, and what was accepted and then left lying, ends and is refunded: each once. */
import { isProblem, problem } from 'shared/kernel/errors'
import { LessThanOrEqual } from 'typeorm'
import type { Context } from '../../../context'
import { type Tx, transaction } from '../../../db/transaction'
import { Consultation } from '../consultation.entity'
import { endConsultation } from '../end-consultation'
import { endWords } from '../end-words'
import { maySignLate } from '../records/late-record'
import { announceMany } from '../talking/announce'
import { tellDoctor } from '../talking/tell-consultation'

const batch = 200

const system = (action: string, { institutionId }: Consultation) => ({
  action,
  accountId: null,
  role: null,
  institutionId,
  purpose: null,
  requestId: null,
})

interface Late {
  outcome: 'not_accepted' | 'lapsed'
  action: string
  state: string
  refundWords: string
  words(c: Consultation): string
}

const hoursToAccept = ({ queuedAt, acceptBefore }: Consultation): number =>
  Math.round((acceptBefore!.getTime() - queuedAt!.getTime()) / 3_600_000)

const kinds: Record<Late['outcome'], Late> = {
  not_accepted: {
    outcome: 'not_accepted',
    action: 'consultations.not-accepted',
    state: '未接诊',
    refundWords: '没有医生接诊，费用退回',
    words: c => endWords.notAccepted(hoursToAccept(c), c.paymentState === 'paid'),
  },
  lapsed: {
    outcome: 'lapsed',
    action: 'consultations.lapse',
    state: '已结束',
    refundWords: '医生没有答完，费用退回',
    words: c => endWords.lapsed(c.paymentState === 'paid'),
  },
}

/** A word of the doctor's moves the lapse on and is no new version: whether it is late is asked again, under its lock. */
const isStillLate = (tx: Tx, { consultationId, lapseAt }: Consultation): Promise<Consultation | null> =>
  tx.findOne(Consultation, {
    where: { consultationId, ...(lapseAt && { lapseAt }) },
    lock: { mode: 'pessimistic_write' },
  })

/** Null: somebody else changed it meanwhile; what is still late is found again. */
const endOne = async (
  context: Context,
  c: Consultation,
  { outcome, action, state, refundWords, words }: Late,
): Promise<Consultation | null> => {
  const at = context.clock.now()
  const told = words(c)
  const refund = { reason: 'stopped' as const, words: refundWords }
  const end = { outcome, words: told, state, refund, by: system(action, c), at }
  const ended = await transaction(context.db, async tx => {
    if (!(await isStillLate(tx, c))) return problem('consultation_state')
    const now = await endConsultation(tx, context, c, end)
    // Nobody opens 以前的问诊 to find that a record is due, and its days are counted.
    if (!isProblem(now) && maySignLate(now, at, context.config))
      await tellDoctor(tx, now, at, { state: '没写小结', once: 'record' })
    return now
  })
  return isProblem(ended) ? null : ended
}

/** @returns how many ended */
export const endLate = async (context: Context, stopping?: AbortSignal): Promise<number> => {
  const { db, clock } = context
  const late = LessThanOrEqual(clock.now())
  const [waiting, running] = [
    await db.manager.find(Consultation, { where: { status: 'planned', acceptBefore: late }, take: batch }),
    await db.manager.find(Consultation, { where: { status: 'in-progress', lapseAt: late }, take: batch }),
  ]
  const ended: Consultation[] = []
  for (const c of [...waiting, ...running]) {
    if (stopping?.aborted) break
    try {
      const now = await endOne(context, c, c.status === 'planned' ? kinds.not_accepted : kinds.lapsed)
      if (now) ended.push(now)
    } catch (error) {
      // One that cannot end must not hold up the others.
      context.log.error({ err: error, consultationId: c.consultationId }, 'a consultation could not be ended')
    }
  }
  announceMany(context, ended, ['news', 'state', 'queue'])
  return ended.length
}
