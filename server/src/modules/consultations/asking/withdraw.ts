/** Takes the question back before a doctor accepted it: what was paid goes back whole. */
import { type Problem, isProblem, problem } from 'shared/kernel/errors'
import type { Receipt } from 'shared/relay/contract'
import { endConsultation } from '../end-consultation'
import { endWords } from '../end-words'
import { announce } from '../talking/announce'
import { type Act, type Write, byResident, findOwn } from './act'
import { type Shown, ownKnown, paymentsOf, showOwn } from './show-own'
import { countUnpaid } from './unpaid'

export const withdraw = async (
  act: Act,
  write: Write,
  consultationId: string,
  receipt: Receipt,
): Promise<Shown | Problem<'not_found' | 'consultation_state'>> => {
  const own = await findOwn(act, consultationId)
  if (isProblem(own)) return own
  const { consultation: c, ground } = own
  if (c.status !== 'planned') return problem('consultation_state')
  const { context, now, today } = act
  const known = await ownKnown(act, c, receipt)
  const by = byResident(act, ground, 'consultations.withdraw', c.institutionId)
  const words = c.paymentState === 'paid' ? endWords.withdrawnPaid : endWords.withdrawn
  const refund = { reason: 'cancelled' as const, words: '问诊已撤回，费用退回' }
  let after = c
  const result = await write<Shown | Problem<'consultation_state'>>(async tx => {
    const ended = await endConsultation(tx, context, c, {
      outcome: 'withdrawn',
      words,
      state: null,
      refund,
      by,
      at: now,
    })
    if (isProblem(ended)) return ended
    if (c.paymentState === 'due') await countUnpaid(tx, c, { now, today })
    after = ended
    return showOwn(ended, known, (await paymentsOf(tx, [ended])).get(consultationId) ?? null, act)
  })
  if (isProblem(result)) return result
  announce(context, after, 'state')
  announce(context, after, 'queue')
  return result
}
