/** Whether the doctor of a question that waits is there to take it. */
import type { DoctorAway } from 'shared/consultations/model'
import type { Consultation } from '../consultation.entity'
import type { Act } from './act'
import { findDesks } from './desks'
import { practisedSince } from './may-consult'

export const doctorAwayOf = async ({ context: { db, config }, today }: Act, c: Consultation): Promise<DoctorAway> => {
  if (c.status !== 'planned') return null
  const desks = await findDesks(db, practisedSince(today, config), c, c.doctorId)
  const desk = desks.find(d => d.institutionId === c.institutionId)
  if (!desk) return 'left'
  return desk.onDuty ? null : 'off_duty'
}
