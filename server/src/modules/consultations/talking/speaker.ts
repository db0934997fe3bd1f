/** Who says something in a consultation, their part in it known. */
import { batched } from '../../../db/batch'
import { selectRows } from '../../../db/pool-query'
import type { Session } from '../../identity'
import { byDoctor } from '../answering/by-doctor'
import { type Act, byResident } from '../asking/act'
import { writerOf } from '../asking/asked-by'
import { rulesFrom } from '../asking/rules'
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

export const residentSpeaker = (act: Act, { consultation, ground }: ResidentSide): Speaker => ({
  session: act.session,
  consultation,
  name: writerOf(act.context, ground),
  turn: () => ({ side: 'resident' }),
  by: byResident(act, ground, action, consultation.institutionId),
})

/** As whom the doctor responsible speaks, and how long the talk then goes on by itself. */
interface Voice {
  name: string
  lapseHours: number
}

/** Asked together for everybody who comes at the same moment; says nothing of who may speak. */
export const voiceOf = batched(async (db, consultationIds: string[]): Promise<Voice[]> => {
  const rows = await selectRows<{ consultationId: string; name: string | null; rules: unknown }>(
    db,
    `SELECT c.consultation_id AS consultationId, doc.name, r.rules
     FROM consultation c LEFT JOIN doctor doc ON doc.doctor_id = c.doctor_id
     LEFT JOIN consultation_rules r ON r.institution_id = c.institution_id
     WHERE c.consultation_id IN (?)`,
    [consultationIds],
  )
  const found = new Map(rows.map(row => [row.consultationId, row]))
  return consultationIds.map(id => {
    const { name, rules } = found.get(id) ?? { name: null, rules: null }
    return { name: name ?? '', lapseHours: rulesFrom(rules).lapseHours }
  })
})

/** @param during `planned`: what a doctor asks back before accepting */
export const doctorSpeaker = (
  side: DoctorSide,
  { name, lapseHours }: Voice,
  call: { session: Session; requestId: string },
  during: 'planned' | 'in-progress',
): Speaker => {
  const { consultation } = side
  const { doctorId, institutionId } = consultation
  const lapseAt = (at: Date) => new Date(at.getTime() + lapseHours * 3_600_000)
  return {
    session: call.session,
    consultation,
    name,
    turn: at => ({
      ...{ side: 'doctor', doctorId, institutionId, during, lapseAt: lapseAt(at) },
      asksBack: during === 'planned',
    }),
    by: byDoctor(action, side, call),
  }
}
