/** Everything of one consultation, for the regulator's view and its export (互联网诊疗监管细则 art. 5: 全程可追溯). */
import { type Problem, problem } from 'shared/kernel/errors'
import type { Context } from '../../../context'
import { type Traced, traceOf } from '../../audit'
import { findPeopleByIds, openName } from '../../identity'
import { ordersFor } from '../../payments'
import { showComplaint, showRating } from '../asking/show-own'
import { ConsultationComplaint } from '../complaint.entity'
import { Consultation } from '../consultation.entity'
import { ConsultationMessage } from '../message.entity'
import { type Asking, recordLook } from './administrator'
import { type Circumstances, circumstancesOf } from './circumstances'

export interface Whole {
  consultation: Consultation
  personName: string
  circumstances: Circumstances
  /** By number. What was held or refused never reached the other side and is no part of the talk. */
  messages: ConsultationMessage[]
  rating: ReturnType<typeof showRating>
  complaint: ReturnType<typeof showComplaint> | null
  trace: Traced[]
}

const readWhole = async (context: Context, consultation: Consultation): Promise<Whole> => {
  const { db, cipher } = context
  const { consultationId, personId, askedAt: since } = consultation
  const order = (await ordersFor(db, 'consultation', [consultationId])).get(consultationId)
  const isIts = (details: Record<string, unknown>) =>
    details.orderId === undefined
      ? details.consultationId === undefined || details.consultationId === consultationId
      : details.orderId === order?.orderId
  const [people, messages, complaints, trace] = await Promise.all([
    findPeopleByIds(db, [personId]),
    db.manager.find(ConsultationMessage, { where: { consultationId, state: 'sent' }, order: { seq: 'ASC' } }),
    db.manager.find(ConsultationComplaint, {
      where: { consultationId },
      order: { createdAt: 'DESC', complaintId: 'DESC' },
      take: 1,
    }),
    traceOf(db, cipher, { personId, module: 'consultations', also: ['payments.refunded'], since, isIts }),
  ])
  const [complaint] = complaints
  const person = people.get(personId)!
  return {
    consultation,
    personName: openName(cipher, person),
    circumstances: await circumstancesOf(context, consultation, person),
    messages,
    rating: showRating(cipher, consultation),
    complaint: complaint ? showComplaint(cipher, complaint) : null,
    trace,
  }
}

/** The look is written down, with its reason, before anything is read: it stands in the trace that is shown. */
export const lookAtWhole = async (
  context: Context,
  asking: Asking,
  action: 'consultations.view' | 'consultations.export',
  { consultationId, reason }: { consultationId: string; reason: string },
): Promise<Whole | Problem<'not_found'>> => {
  const consultation = await context.db.manager.findOneBy(Consultation, { consultationId })
  if (!consultation) return problem('not_found')
  await recordLook(context, asking, action, consultation, reason)
  return readWhole(context, consultation)
}
