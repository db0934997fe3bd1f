/** 候补: a public number that comes free goes to who waited longest, before anybody else can take it. */
import { dayOf, instantOf } from '../../../clock'
import type { Tx } from '../../../db/transaction'
import { type Tell, tell } from '../../notifications'
import { rulesOf } from '../rules/rules'
import { holdNumber } from '../schedule/slot-counters'
import { slotViews } from '../schedule/slot-view'
import { visitFacts } from '../tell-of-bookings'
import { WaitlistEntry } from '../waitlist-entry.entity'

/** A slot of a session and what decides about offers from it. */
export interface Offerable {
  slotId: string
  sessionId: string
  institutionId: string
  /** County day of the visit. */
  day: string
}

/** An offer lasts its hours, but never past the day before the visit. */
export const offerEnds = (day: string, offerHours: number, now: Date, zone: string): Date => {
  const dayBegins = instantOf(day, '00:00', zone)
  return new Date(Math.min(now.getTime() + offerHours * 3_600_000, dayBegins.getTime()))
}

const firstWaiting = (tx: Tx, sessionId: string): Promise<WaitlistEntry | null> =>
  tx.findOne(WaitlistEntry, { where: { sessionId, state: 'waiting' }, order: { createdAt: 'ASC', entryId: 'ASC' } })

const claim = async (tx: Tx, { entryId }: WaitlistEntry, slotId: string, now: Date, ends: Date): Promise<boolean> => {
  const { affected } = await tx.update(
    WaitlistEntry,
    { entryId, state: 'waiting' },
    { state: 'offered', offeredSlotId: slotId, offeredAt: now, offerExpiresAt: ends, changedAt: now },
  )
  return affected === 1
}

/** Somebody who is to have a number, and what they will be told when it is kept for them. */
export interface Claimed {
  entryId: string
  message: Tell
}

/** Made before the slot's hot row is locked. */
const messageFor = async (tx: Tx, { entryId, personId }: WaitlistEntry, slotId: string, now: Date, ends: Date) => {
  const view = (await slotViews(tx, [slotId])).get(slotId)!
  const message: Tell = {
    kind: 'waitlist_offer',
    key: `waitlist:${entryId}:offer`,
    personId,
    facts: { ...visitFacts(view), answerBy: ends.toISOString() },
    link: 'packages/resident/appointments/waitlist',
    at: now,
    urgent: true,
    uselessAfter: ends,
  }
  return { entryId, message }
}

/**
 * Marks the first who waits as offered a number of this slot; null when nobody waits or it is too late for offers.
 * Always the entry before the slot's hot row, everywhere: one order of locks.
 */
export const claimFirst = async (tx: Tx, slot: Offerable, now: Date, zone: string): Promise<Claimed | null> => {
  if (slot.day <= dayOf(now, zone)) return null
  for (;;) {
    const entry = await firstWaiting(tx, slot.sessionId)
    if (!entry) return null
    const { offerHours } = await rulesOf(tx, slot.institutionId)
    const ends = offerEnds(slot.day, offerHours, now, zone)
    if (await claim(tx, entry, slot.slotId, now, ends)) return messageFor(tx, entry, slot.slotId, now, ends)
  }
}

/**
 * Keeps a free number for the claimed entry and tells of it, or lets the entry wait on at its old place. @returns whether
 * it was kept.
 */
export const holdFor = async (tx: Tx, { entryId, message }: Claimed, slotId: string): Promise<boolean> => {
  if (await holdNumber(tx, slotId)) {
    await tell(tx, [message])
    return true
  }
  await tx.update(
    WaitlistEntry,
    { entryId, state: 'offered' },
    { state: 'waiting', offeredSlotId: null, offeredAt: null, offerExpiresAt: null },
  )
  return false
}
