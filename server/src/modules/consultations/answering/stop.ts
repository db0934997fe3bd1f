/**
 * Ends it at once and sends the patient to a clinic: a first visit, a changed condition or anything else that may not be
 * treated over the network (互联网诊疗监管细则 art. 20).
 */
import type { ToClinic } from 'shared/consultations/model'
import { type Problem, problem } from 'shared/kernel/errors'
import type * as z from 'zod/mini'
import type { Context } from '../../../context'
import type { Tx } from '../../../db/transaction'
import type { By } from '../change'
import type { Consultation } from '../consultation.entity'
import { endConsultation } from '../end-consultation'
import { sentence } from './sentence'

export type Why = z.infer<typeof ToClinic>['why']
export interface Stop {
  why: Why
  /** The doctor's own. */
  words: string
  department: { departmentId: string; name: string; institutionName: string } | null
  doctorName: string
  /** As the institution rules for one that was accepted: whether the fee goes back. */
  refunded: boolean
  by: By
  at: Date
}

const because: Record<Why, string> = {
  first_visit: '第一次看这个病，按规定要到医院当面看',
  changed_condition: '病情有变化，按规定要到医院当面看',
  no_evidence: '没有能证明以前诊断的病历，按规定要到医院当面看',
  unsuitable: '这个情况不适合在线上看，要到医院当面看',
  emergency: '情况紧急，请马上打 120，或到最近的医院看急诊',
}

/**
 * What the resident reads in the talk: why, the doctor's words, and where to. Booking a number is the page's to offer: the
 * doctor may book one a minute later, and then the note would send the patient to book another.
 */
export const stopNote = ({ why, words, department, doctorName }: Stop, back: boolean): string =>
  [
    `${doctorName}医生结束了线上问诊：${because[why]}。`,
    `医生说：${sentence(words)}`,
    department && `建议去：${department.institutionName} ${department.name}。`,
    why !== 'emergency' && '加重了或情况紧急，请打 120。',
    back && '问诊费全部原路退回。',
  ]
    .filter(Boolean)
    .join('')

export const stop = async (
  tx: Tx,
  context: Pick<Context, 'cipher'>,
  c: Consultation,
  wanted: Stop,
): Promise<Consultation | Problem<'consultation_state'>> => {
  if (c.status !== 'planned' && c.status !== 'in-progress') return problem('consultation_state')
  const { why, words, department, by, at } = wanted
  // What nobody accepted was no consultation: nothing is kept for it, whatever the institution rules.
  const refunded = wanted.refunded || c.status === 'planned'
  return endConsultation(tx, context, c, {
    outcome: 'clinic',
    words,
    note: stopNote(wanted, refunded && c.paymentState === 'paid'),
    message: why === 'emergency' ? because.emergency : '医生请您到门诊当面看，点开看去哪里',
    state: '转门诊',
    refund: refunded ? { reason: 'stopped', words: '医生请您到门诊看，问诊费全退' } : null,
    by,
    at,
    also: { clinicWhy: why, clinicDepartmentId: department?.departmentId ?? null },
  })
}
