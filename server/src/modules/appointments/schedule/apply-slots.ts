/** Slots as the county platform tells them. */
import { In } from 'typeorm'
import type { Context } from '../../../context'
import type { Tx } from '../../../db/transaction'
import { stopOf } from './apply-sessions'
import type { IncomingSlot } from './incoming'
import { AppointmentSession } from '../session.entity'
import { type Counters, announce } from './slot-capacity'
import { AppointmentSlot } from '../slot.entity'
import { cancelLive } from './stop-session'

/** A slot of a session that is stopped here begins stopped. */
const insertSlots = async (tx: Tx, slots: IncomingSlot[]): Promise<void> => {
  if (!slots.length) return
  const stopped = await tx.findBy(AppointmentSession, {
    sessionId: In([...new Set(slots.map(s => s.sessionId))]),
    state: 'stopped',
  })
  const closed = new Set(stopped.map(s => s.sessionId))
  await tx
    .createQueryBuilder()
    .insert()
    .into(AppointmentSlot)
    .values(
      slots.map(({ slotId, sessionId, startsAt, endsAt, pools, ...s }) => ({
        slotId,
        sessionId,
        startsAt,
        endsAt,
        state: s.stopped || closed.has(sessionId) ? 'stopped' : 'open',
        capacity: pools.public + pools.contracted + pools.referral,
        publicRemaining: pools.public,
        contractedRemaining: pools.contracted,
        referralRemaining: pools.referral,
        publicAnnounced: pools.public,
        contractedAnnounced: pools.contracted,
        referralAnnounced: pools.referral,
        platformUpdatedAt: s.updatedAt,
      })),
    )
    .updateEntity(false)
    .execute()
}

const countersOf = (s: AppointmentSlot): Counters => ({
  capacity: s.capacity,
  remaining: { public: s.publicRemaining, contracted: s.contractedRemaining, referral: s.referralRemaining },
  held: s.held,
  owed: s.owed,
  announced: { public: s.publicAnnounced, contracted: s.contractedAnnounced, referral: s.referralAnnounced },
  reservedReturned: s.reservedReturnedAt !== null,
})

const counterValues = ({ capacity, remaining, owed, announced }: Counters) => ({
  capacity,
  owed,
  publicRemaining: remaining.public,
  contractedRemaining: remaining.contracted,
  referralRemaining: remaining.referral,
  publicAnnounced: announced.public,
  contractedAnnounced: announced.contracted,
  referralAnnounced: announced.referral,
})

/** Read under lock: the new counters depend on what is taken at this moment. Rare, unlike a booking. */
const changeSlot = async (context: Context, tx: Tx, incoming: IncomingSlot): Promise<boolean> => {
  const { slotId, sessionId, startsAt, endsAt, pools } = incoming
  const slot = await tx.findOneOrFail(AppointmentSlot, { where: { slotId }, lock: { mode: 'pessimistic_write' } })
  if (slot.platformUpdatedAt >= incoming.updatedAt) return false
  const session = await tx.findOneBy(AppointmentSession, { sessionId })
  const state = incoming.stopped || session?.state === 'stopped' ? 'stopped' : 'open'
  const counters = counterValues(announce(countersOf(slot), pools))
  await tx.update(
    AppointmentSlot,
    { slotId },
    { sessionId, startsAt, endsAt, state, ...counters, platformUpdatedAt: incoming.updatedAt },
  )
  if (state === 'stopped' && slot.state === 'open')
    await cancelLive(tx, { slotId }, stopOf(context, session?.stopReason ?? null))
  return true
}

export const applySlots = async (context: Context, tx: Tx, slots: IncomingSlot[]): Promise<number> => {
  const known = new Map(
    (await tx.findBy(AppointmentSlot, { slotId: In(slots.map(s => s.slotId)) })).map(s => [s.slotId, s]),
  )
  const fresh = slots.filter(s => !known.has(s.slotId))
  await insertSlots(tx, fresh)
  let changed = fresh.length
  for (const s of slots) {
    const before = known.get(s.slotId)
    if (before && before.platformUpdatedAt < s.updatedAt && (await changeSlot(context, tx, s))) changed++
  }
  return changed
}
