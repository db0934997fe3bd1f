/** Who may see the pictures and sounds of a consultation now: its two sides, nobody else. */
import { dayOf } from '../../../clock'
import type { Context } from '../../../context'
import type { Session } from '../../identity'
import { findDoctorSide, findResidentSide } from '../sides'

export const mayOpenConsultation =
  ({ db, clock, config }: Context) =>
  async (session: Session, consultationId: string): Promise<boolean> => {
    const now = clock.now()
    if (await findResidentSide(db, session, consultationId, dayOf(now, config.TIME_ZONE))) return true
    // Without the passcode of this working period a doctor sees nothing.
    const atWork = session.secondFactorUntil !== null && session.secondFactorUntil > now
    return atWork && (await findDoctorSide(db, session.positions, consultationId)) !== null
  }
