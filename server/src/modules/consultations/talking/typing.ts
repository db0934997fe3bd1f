/** Who hears that somebody is writing: the other side, while both may write. */
import { dayOf } from '../../../clock'
import type { Context } from '../../../context'
import type { AudienceOf } from '../../../live'
import { findDoctorSide, findResidentSide } from '../sides'
import { doctorOf, residentsOf } from './audience'

/** @returns null for whoever has no part in that consultation, and when it is over. */
export const typingAudienceOf =
  (context: Context): AudienceOf =>
  async (session, consultationId, as) => {
    const { db, clock, config } = context
    const found =
      as === 'doctor'
        ? // Sockets ask only for a doctor whose working period runs (live/listen.ts).
          await findDoctorSide(db, session.positions, consultationId)
        : await findResidentSide(db, session, consultationId, dayOf(clock.now(), config.TIME_ZONE))
    if (found?.consultation.status !== 'in-progress') return null
    return as === 'doctor' ? residentsOf(context, found.consultation) : doctorOf(found.consultation)
  }
