/** One open question of one person to one doctor (the row's unique live key). */
import { type Problem, problem } from 'shared/kernel/errors'
import { type Db, managerOf } from '../../../db/transaction'
import { Consultation } from '../consultation.entity'

export const liveKeyOf = (personId: string, doctorId: string): string => `${personId}:${doctorId}`

/** The refusal says which one it is, so that the phone can go there; null when there is none. */
export const openAlready = async (db: Db, liveKey: string): Promise<Problem<'consultation_open'> | null> => {
  const open = await managerOf(db).findOneBy(Consultation, { liveKey })
  return open && problem('consultation_open', { consultationId: open.consultationId })
}
