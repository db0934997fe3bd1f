/** 候补: a public number that comes free goes to who waited longest, before anybody else can take it. */
import { dayOf, instantOf } from '../../../clock'
import type { Tx } from '../../../db/transaction'
import { rulesOf } from '../rules/rules'
import { holdNumber } from '../schedule/slot-counters'
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

/**
 * Marks the first who waits as offered a number of this slot; null when nobody waits or it is too late for offers.
 * Always the entry before the slot's hot row, everywhere: one order of locks.
 */
export const claimFirst = async (tx: Tx, slot: Offerable, now: Date, zone: string): Promise<string | null> => {
  if (slot.day <= dayOf(now, zone)) return null
  for (;;) {
    const entry = await firstWaiting(tx, slot.sessionId)
    if (!entry) return null
    const { offerHours } = await rulesOf(tx, slot.institutionId)
    if (await claim(tx, entry, slot.slotId, now, offerEnds(slot.day, offerHours, now, zone))) return entry.entryId
  }
}

/** Keeps a free number for the claimed entry, or lets the entry wait on at its old place. @returns whether it was kept. */
export const holdFor = async (tx: Tx, entryId: string, slotId: string): Promise<boolean> => {
  if (await holdNumber(tx, slotId)) return true
  await tx.update(
    WaitlistEntry,
    { entryId, state: 'offered' },
    { state: 'waiting', offeredSlotId: null, offeredAt: null, offerExpiresAt: null },
  )
  return false
}
