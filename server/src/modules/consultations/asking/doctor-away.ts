/** Whether the doctor of a question that waits is there to take it. */
import type { Consultation as ShownConsultation } from 'shared/consultations/model'
import type * as z from 'zod/mini'
import type { Consultation } from '../consultation.entity'
import type { Act } from './act'
import { findDesks } from './desks'
import { practisedSince } from './may-consult'

/** `left`: may not answer online any more. Null: on duty, or it waits no longer. */
export const doctorAwayOf = async (
  { context: { db, config }, session, today }: Act,
  { status, personId, doctorId, institutionId }: Consultation,
): Promise<z.infer<typeof ShownConsultation>['doctorAway']> => {
  if (status !== 'planned') return null
  const { accountId } = session
  const desks = await findDesks(db, practisedSince(today, config), { accountId, personId }, doctorId)
  const desk = desks.find(d => d.institutionId === institutionId)
  if (!desk) return 'left'
  return desk.onDuty ? null : 'off_duty'
}
