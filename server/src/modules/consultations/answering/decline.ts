/** The doctor does not take it; refunded in full. */
import { type Problem, problem } from 'shared/kernel/errors'
import type { Context } from '../../../context'
import type { Tx } from '../../../db/transaction'
import type { By } from '../change'
import type { Consultation } from '../consultation.entity'
import { endConsultation } from '../end-consultation'
import { sentence } from './sentence'
import { mustStop } from './still-waiting'

export const decline = async (
  tx: Tx,
  context: Pick<Context, 'cipher'>,
  c: Consultation,
  { doctorName, words, by, at }: { doctorName: string; words: string; by: By; at: Date },
): Promise<Consultation | Problem<'consultation_state' | 'stop_required'>> => {
  if (c.status !== 'planned') return problem('consultation_state')
  if (mustStop(c)) return problem('stop_required')
  const back = c.paymentState === 'paid' ? '问诊费全部原路退回。' : ''
  return endConsultation(tx, context, c, {
    outcome: 'declined',
    words: `${doctorName}医生没有接诊：${words}`,
    note: `${doctorName}医生没有接诊：${sentence(words)}${back}可以再问别的医生，或者预约挂号。`,
    message: `医生没有接诊，原因写在问诊的对话里。${back}`,
    state: '未接诊',
    refund: { reason: 'refused', words: '医生没有接诊，问诊费全退' },
    by,
    at,
  })
}
