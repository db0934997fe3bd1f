/** Who may see the pictures and sounds of a consultation now: its two sides, and who supervises it, with a reason. */
import { dayOf } from '../../../clock'
import type { Context } from '../../../context'
import { type Session, auditedAs } from '../../identity'
import { byDoctor } from '../answering/by-doctor'
import { mayOpenAsRegulator } from '../oversight/may-open-as-regulator'
import { findDoctorSide, findResidentSide } from '../sides'
import { noteLook } from '../talking/note-look'

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

/** A picture is part of the talk: whoever looks at another person's leaves the row of reading it. One's own is nobody's look. */
export const notePictureLook =
  (context: Context) =>
  async (session: Session, consultationId: string, requestId: string): Promise<void> => {
    const { db, clock, config } = context
    const at = clock.now()
    const own = await findResidentSide(db, session, consultationId, dayOf(at, config.TIME_ZONE))
    if (own?.ground.basis === 'self') return
    if (own) {
      const who = { accountId: session.accountId, requestId, ...auditedAs(own.ground) }
      return noteLook(context, own.consultation, { at, action: 'consultations.read', ...who })
    }
    const side = await findDoctorSide(db, session.positions, consultationId)
    // The administrator's look stands already, with its reason: without it nothing opens.
    if (!side) return
    const by = byDoctor('consultations.show', side, { session, requestId })
    await noteLook(context, side.consultation, { ...by, at })
  }
