/** 候补: only when nothing is left; first come, first served. */
import { remainingIn } from 'shared/appointments/booking-rules'
import type { Pool } from 'shared/appointments/model'
import { type Problem, problem } from 'shared/kernel/errors'
import { v7 as uuid } from 'uuid'
import { type Tx, isDuplicate } from '../../../db/transaction'
import { recordAccess } from '../../audit'
import { type Acting, type Actor, findActor, accessBy } from '../actor'
import { Appointment } from '../appointment.entity'
import type { Write } from '../bookings/book'
import { liveKey } from '../bookings/limit-keys'
import { blockInForce } from '../no-shows/no-shows'
import { type SlotView, slotsOfSession } from '../schedule/slot-view'
import { tellOfWaiting } from './tell-of-waiting'
import { WaitlistEntry } from '../waitlist-entry.entity'

type Refusal =
  | 'not_found'
  | 'not_permitted_for_person'
  | 'waitlist_not_full'
  | 'waitlist_closed'
  | 'waitlist_joined'
  | 'already_booked_in_session'
  | 'session_stopped'
  | 'blocked_no_show'

/** Whether these slots still have a number the person could simply book. */
export const hasFreeNumber = (slots: SlotView[], mayTake: readonly Pool[], now: Date): boolean =>
  slots.some(s => s.open && s.startsAt > now && remainingIn(s.remaining, mayTake) > 0)

/** Offers end the day before the visit, so nobody can join on the day itself. */
export const isOpenForWaiting = (day: string, today: string): boolean => day > today

const refusalOf = async (
  { db, today, now }: Acting,
  slots: SlotView[],
  { personId, mayTake }: Actor,
): Promise<Problem<Refusal> | null> => {
  const { session } = slots[0]!
  if (session.state === 'stopped') return problem('session_stopped')
  if (!isOpenForWaiting(session.day, today)) return problem('waitlist_closed')
  const block = await blockInForce(db, { personId, institutionId: session.institutionId }, today)
  if (block) return problem('blocked_no_show', { count: block.noShows, endsOn: block.endsOn })
  if (hasFreeNumber(slots, mayTake, now)) return problem('waitlist_not_full')
  const key = liveKey(personId, session.sessionId)
  if (await db.getRepository(Appointment).existsBy({ liveKey: key })) return problem('already_booked_in_session')
  return null
}

const insert = async (tx: Tx, entry: WaitlistEntry): Promise<Problem<'waitlist_joined'> | undefined> => {
  try {
    await tx.createQueryBuilder().insert().into(WaitlistEntry).values(entry).updateEntity(false).execute()
    return undefined
  } catch (error) {
    if (isDuplicate(error)) return problem('waitlist_joined')
    throw error
  }
}

const entryOf = ({ session }: SlotView, { accountId, personId }: Actor, now: Date): WaitlistEntry => ({
  entryId: uuid(),
  personId,
  accountId,
  sessionId: session.sessionId,
  institutionId: session.institutionId,
  departmentId: session.departmentId,
  day: session.day,
  state: 'waiting',
  liveKey: liveKey(personId, session.sessionId),
  offeredSlotId: null,
  offeredAt: null,
  offerExpiresAt: null,
  createdAt: now,
  changedAt: now,
})

/** A number that comes free between the look and the insert is found by the offers' job. */
export const joinWaitlist = async <T>(
  acting: Acting,
  write: Write,
  { sessionId, personId }: { sessionId: string; personId: string },
  show: (tx: Tx, entry: WaitlistEntry) => Promise<T>,
): Promise<T | Problem<Refusal>> => {
  const actor = await findActor(acting, personId)
  if (!actor) return problem('not_permitted_for_person')
  const slots = await slotsOfSession(acting.db, sessionId)
  if (!slots[0]) return problem('not_found')
  const refused = await refusalOf(acting, slots, actor)
  if (refused) return refused
  const entry = entryOf(slots[0], actor, acting.now)
  return write(async tx => {
    const joined = await insert(tx, entry)
    if (joined) return joined
    await tellOfWaiting(tx, entry.entryId, 'waits', acting.now)
    await recordAccess(tx, {
      at: acting.now,
      action: 'appointments.join-waitlist',
      ...accessBy(actor, entry.institutionId, { entryId: entry.entryId }),
    })
    return show(tx, entry)
  })
}
