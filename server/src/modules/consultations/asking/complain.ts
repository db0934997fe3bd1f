/** A complaint goes to the administrator; the next one after it was answered. */
import type { Complaint } from 'shared/consultations/model'
import { type Problem, isProblem, problem } from 'shared/kernel/errors'
import { v7 as uuid } from 'uuid'
import type * as z from 'zod/mini'
import { type Tx, isDuplicate } from '../../../db/transaction'
import { recordAccess } from '../../audit'
import { ConsultationComplaint } from '../complaint.entity'
import { type Act, type Write, byResident, findOwn } from './act'
import { showComplaint } from './show-own'

const insert = async (tx: Tx, complaint: ConsultationComplaint): Promise<Problem<'complaint_open'> | null> => {
  try {
    await tx.createQueryBuilder().insert().into(ConsultationComplaint).values(complaint).updateEntity(false).execute()
    return null
  } catch (error) {
    if (!isDuplicate(error)) throw error
    return problem('complaint_open')
  }
}

export const complain = async (
  act: Act,
  write: Write,
  { consultationId, statement }: { consultationId: string; statement: string },
): Promise<z.infer<typeof Complaint> | Problem<'not_found' | 'complaint_open'>> => {
  const own = await findOwn(act, consultationId)
  if (isProblem(own)) return own
  const { consultation: c, ground } = own
  const { cipher } = act.context
  const complaint: ConsultationComplaint = {
    complaintId: uuid(),
    consultationId,
    openKey: consultationId,
    accountId: act.session.accountId,
    statement: cipher.seal(statement, 'consultation'),
    answer: null,
    createdAt: act.now,
    answeredAt: null,
  }
  const by = byResident(act, ground, 'consultations.complain', c.institutionId)
  return write<z.infer<typeof Complaint> | Problem<'complaint_open'>>(async tx => {
    const refused = await insert(tx, complaint)
    if (refused) return refused
    await recordAccess(tx, { ...by, at: act.now, personId: c.personId, details: { consultationId } })
    return showComplaint(cipher, complaint)
  })
}
