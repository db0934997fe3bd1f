/** Sessions as the county platform tells them. */
import { In } from 'typeorm'
import { dayOf, timeOf } from '../../../clock'
import type { Context } from '../../../context'
import type { Tx } from '../../../db/transaction'
import type { IncomingSession } from './incoming'
import { AppointmentSession } from '../session.entity'
import { AppointmentSlot } from '../slot.entity'
import { type Stop, stopSession } from './stop-session'

export const stopOf = ({ cipher, clock, config }: Context, reason: string | null): Stop => ({
  by: 'county_platform',
  byName: `${config.COUNTY_NAME}平台`,
  accountId: null,
  requestId: null,
  reason: reason ?? '医生停诊',
  cipher,
  now: clock.now(),
})

const periodOf = (startsAt: string): AppointmentSession['period'] =>
  startsAt < '12:00' ? 'morning' : startsAt < '18:00' ? 'afternoon' : 'evening'

const sessionValues = (s: IncomingSession, zone: string) => {
  const startsAt = timeOf(s.startsAt, zone)
  return {
    departmentId: s.departmentId,
    doctorId: s.doctorId,
    grade: s.grade,
    day: dayOf(s.startsAt, zone),
    period: periodOf(startsAt),
    startsAt,
    endsAt: timeOf(s.endsAt, zone),
    place: s.place,
    fee: s.fee,
    platformUpdatedAt: s.updatedAt,
  }
}

const insertSessions = async (tx: Tx, sessions: IncomingSession[], zone: string): Promise<void> => {
  if (!sessions.length) return
  await tx
    .createQueryBuilder()
    .insert()
    .into(AppointmentSession)
    .values(
      sessions.map(s => ({
        sessionId: s.sessionId,
        ...sessionValues(s, zone),
        state: s.stopped ? 'stopped' : 'open',
        stopReason: s.stopped ? s.stopReason : null,
        stoppedBy: s.stopped ? 'county_platform' : null,
      })),
    )
    .updateEntity(false)
    .execute()
}

/** What the clinic stopped here stays stopped: the platform learns of it, and may not know yet. */
const changeSession = async (context: Context, tx: Tx, s: IncomingSession): Promise<boolean> => {
  const { affected } = await tx
    .createQueryBuilder()
    .update(AppointmentSession)
    .set(sessionValues(s, context.config.TIME_ZONE))
    .where('session_id = :id AND platform_updated_at < :at', { id: s.sessionId, at: s.updatedAt })
    .execute()
  if (!affected) return false
  if (s.stopped) await stopSession(tx, s.sessionId, stopOf(context, s.stopReason))
  else await reopen(tx, s.sessionId)
  return true
}

/** The platform takes its stop back: bookings stay cancelled, the numbers can be taken again. */
const reopen = async (tx: Tx, sessionId: string): Promise<void> => {
  const opened = await tx.update(
    AppointmentSession,
    { sessionId, state: 'stopped', stoppedBy: 'county_platform' },
    { state: 'open', stoppedBy: null, stopReason: null },
  )
  if (opened.affected) await tx.update(AppointmentSlot, { sessionId }, { state: 'open' })
}

export const applySessions = async (context: Context, tx: Tx, sessions: IncomingSession[]): Promise<number> => {
  const known = new Map(
    (await tx.findBy(AppointmentSession, { sessionId: In(sessions.map(s => s.sessionId)) })).map(s => [s.sessionId, s]),
  )
  const fresh = sessions.filter(s => !known.has(s.sessionId))
  await insertSessions(tx, fresh, context.config.TIME_ZONE)
  let changed = fresh.length
  for (const s of sessions) {
    const before = known.get(s.sessionId)
    if (before && before.platformUpdatedAt < s.updatedAt && (await changeSession(context, tx, s))) changed++
  }
  return changed
}
