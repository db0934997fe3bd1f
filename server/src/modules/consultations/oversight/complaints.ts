/** Complaints about consultations: open ones first, answered once. */
import { type Problem, problem } from 'shared/kernel/errors'
import { In, IsNull, Not } from 'typeorm'
import type { Context } from '../../../context'
import type { Tx } from '../../../db/transaction'
import { type Access, recordAccess, recordAccesses } from '../../audit'
import { tell } from '../../notifications'
import { showComplaint } from '../asking/show-own'
import { ConsultationComplaint } from '../complaint.entity'
import { Consultation } from '../consultation.entity'
import { type Asking, lookOf } from './administrator'
import { namesOf } from './find-consultations'

/** Of the answered ones only the newest: the others are found with their consultation. */
const answeredShown = 50

export const listComplaints = async (context: Context, asking: Asking) => {
  const { db, cipher } = context
  const open = await db.manager.find(ConsultationComplaint, {
    where: { openKey: Not(IsNull()) },
    order: { createdAt: 'ASC' },
  })
  const answered = await db.manager.find(ConsultationComplaint, {
    where: { openKey: IsNull() },
    order: { createdAt: 'DESC' },
    take: answeredShown,
  })
  const complaints = [...open, ...answered]
  const ids = complaints.map(c => c.consultationId)
  const rows = ids.length ? await db.manager.findBy(Consultation, { consultationId: In(ids) }) : []
  const byId = new Map(rows.map(c => [c.consultationId, c]))
  const names = await namesOf(context, rows)
  const looks = rows.map(c => lookOf(context, asking, 'consultations.complaints', c.personId))
  await recordAccesses(
    db,
    looks.map(look => ({ ...look, at: looks[0]!.at })),
    { onceEvery: 'hour' },
  )
  return {
    complaints: complaints.flatMap(complaint => {
      const consultation = byId.get(complaint.consultationId)
      if (!consultation) return []
      const { consultationId } = complaint
      return [{ ...showComplaint(cipher, complaint), consultationId, ...names(consultation) }]
    }),
    open: open.length,
  }
}

export interface ComplaintAnswer {
  complaintId: string
  answer: string
  by: Omit<Access, 'personId' | 'at'>
  at: Date
}

export const answerComplaint = async (
  tx: Tx,
  { cipher }: Pick<Context, 'cipher'>,
  { complaintId, answer, by, at }: ComplaintAnswer,
): Promise<ReturnType<typeof showComplaint> | Problem<'not_found' | 'already_decided'>> => {
  const complaint = await tx.findOneBy(ConsultationComplaint, { complaintId })
  const consultation = complaint && (await tx.findOneBy(Consultation, { consultationId: complaint.consultationId }))
  if (!complaint || !consultation) return problem('not_found')
  const set = { answer: cipher.seal(answer, 'consultation'), answeredAt: at, openKey: null }
  const done = await tx.update(ConsultationComplaint, { complaintId, answeredAt: IsNull() }, set)
  if (!done.affected) return problem('already_decided')
  const { personId, consultationId } = consultation
  await recordAccess(tx, { ...by, at, personId, details: { consultationId } })
  await tell(tx, [
    {
      kind: 'consultation_answered',
      key: `consultation_complaint:${complaintId}`,
      personId,
      facts: { state: '投诉已答', reason: '您的投诉有答复了，请打开这次问诊查看' },
      link: `packages/resident/consultations/talk?consultationId=${consultationId}`,
      at,
    },
  ])
  return showComplaint(cipher, { ...complaint, ...set })
}
