/** Who is on which side of a consultation now. Nobody else gets anything of it: the same `not_found` as for none. */
import { In } from 'typeorm'
import { batched } from '../../db/batch'
import { type Db, managerOf } from '../../db/transaction'
import { type ActorAndPerson, type Position, type Session, findActing } from '../identity'
import { Consultation } from './consultation.entity'

export interface ResidentSide {
  side: 'resident'
  consultation: Consultation
  ground: ActorAndPerson
}
export interface DoctorSide {
  side: 'doctor'
  consultation: Consultation
  position: Position
}

/** Whoever asks at the same moment is answered by one statement; nobody changes what others may be looking at. */
const find = batched(async (db, ids: string[]): Promise<(Readonly<Consultation> | null)[]> => {
  const rows = await managerOf(db).findBy(Consultation, { consultationId: In([...new Set(ids)]) })
  const found = new Map(rows.map(c => [c.consultationId, c]))
  return ids.map(id => found.get(id) ?? null)
})

/** Whoever may see the person's records may see, and take part in, their consultations. A doctor's proxy does not count. */
export const findResidentSide = async (
  db: Db,
  session: Session,
  consultationId: string,
  today: string,
): Promise<ResidentSide | null> => {
  const finding = find(db, consultationId)
  const whom = finding.then(found => found?.personId)
  const [consultation, ground] = await Promise.all([finding, findActing(db, session, whom, 'records', today)])
  return consultation && ground && !ground.position ? { side: 'resident', consultation, ground } : null
}

/**
 * The doctor who is responsible now; not before it is paid, and not any more after a transfer.
 * @param positions those that the endpoint's access named: enabled, with the second factor live
 */
export const findDoctorSide = async (
  db: Db,
  positions: Position[],
  consultationId: string,
): Promise<DoctorSide | null> => {
  const consultation = await find(db, consultationId)
  if (!consultation?.queuedAt) return null
  const { doctorId, institutionId } = consultation
  const position = positions.find(
    p => p.role === 'doctor' && p.practitionerId === doctorId && p.institutionId === institutionId,
  )
  return position ? { side: 'doctor', consultation, position } : null
}
