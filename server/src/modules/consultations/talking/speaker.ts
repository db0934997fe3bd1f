/** Who says something in a consultation, their part in it known. */
import type { Context } from '../../../context'
import { findDoctor } from '../../directory'
import type { Session } from '../../identity'
import { byDoctor } from '../answering/by-doctor'
import { type Act, byResident } from '../asking/act'
import { writerOf } from '../asking/asked-by'
import { rulesOf } from '../asking/rules'
import type { By } from '../change'
import type { Consultation } from '../consultation.entity'
import type { DoctorSide, ResidentSide } from '../sides'
import type { Turn } from './append'

export interface Speaker {
  session: Session
  consultation: Consultation
  /** As it stands over the message: 本人, 女儿 王*; the doctor's full name. */
  name: string
  /** When it is said. */
  turn: (at: Date) => Turn['by']
  by: By
}

const action = 'consultations.write'

export const residentSpeaker = async (act: Act, { consultation, ground }: ResidentSide): Promise<Speaker> => ({
  session: act.session,
  consultation,
  name: await writerOf(act.context, act.session, ground),
  turn: () => ({ side: 'resident' }),
  by: byResident(act, ground, action, consultation.institutionId),
})

/** @param during `planned`: what a doctor asks back before accepting */
export const doctorSpeaker = async (
  { db }: Pick<Context, 'db'>,
  side: DoctorSide,
  call: { session: Session; requestId: string },
  during: 'planned' | 'in-progress',
): Promise<Speaker> => {
  const { consultation } = side
  const { doctorId, institutionId } = consultation
  const [doctor, { lapseHours }] = await Promise.all([findDoctor(db, doctorId), rulesOf(db, institutionId)])
  const lapseAt = (at: Date) => new Date(at.getTime() + lapseHours * 3_600_000)
  return {
    session: call.session,
    consultation,
    name: doctor?.name ?? '',
    turn: at => ({ side: 'doctor', doctorId, institutionId, during, lapseAt: lapseAt(at) }),
    by: byDoctor(action, side, call),
  }
}
