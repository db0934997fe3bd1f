/** Who may see the pictures and sounds of a consultation now: its two sides, and who supervises it, with a reason. */
import { dayOf } from '../../../clock'
import type { Context } from '../../../context'
import type { Session } from '../../identity'
import { mayOpenAsRegulator } from '../oversight/may-open-as-regulator'
import { findDoctorSide, findResidentSide } from '../sides'

export const mayOpenConsultation =
  (context: Context) =>
  async (session: Session, consultationId: string): Promise<boolean> => {
    const { db, clock, config } = context
    const now = clock.now()
    if (await findResidentSide(db, session, consultationId, dayOf(now, config.TIME_ZONE))) return true
    // Without the passcode of this working period a doctor sees nothing.
    const atWork = session.secondFactorUntil !== null && session.secondFactorUntil > now
    if (atWork && (await findDoctorSide(db, session.positions, consultationId))) return true
    return mayOpenAsRegulator(context, session, consultationId)
  }
