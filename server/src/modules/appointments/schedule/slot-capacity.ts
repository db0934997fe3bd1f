/** How a slot's counters follow the capacity that the platform announces: never oversold, never a number lost. */
import type { Pool } from 'shared/appointments/model'

export interface Counters {
  capacity: number
  remaining: Record<Pool, number>
  held: number
  owed: number
  announced: Record<Pool, number>
  /** The reserved numbers were returned to the public pool. */
  reservedReturned: boolean
}

const clamp = (value: number, most: number): number => Math.max(0, Math.min(value, most))
const sum = (pools: Record<Pool, number>): number => pools.public + pools.contracted + pools.referral

/**
 * Live bookings and numbers kept for offers stay whatever the platform announces. What is announced beyond them is
 * free: reserved pools change by their own difference, the public pool is the rest. What is taken beyond them is
 * `owed`: the next numbers given back vanish. `capacity` is what is really there, announced + owed.
 */
export const announce = (c: Counters, announced: Record<Pool, number>): Counters => {
  const taken = c.capacity - sum(c.remaining)
  const wanted = sum(announced)
  const free = Math.max(0, wanted - taken)
  const reserved = (pool: Pool, most: number): number =>
    c.reservedReturned ? 0 : clamp(c.remaining[pool] + announced[pool] - c.announced[pool], most)
  const contracted = reserved('contracted', free)
  const referral = reserved('referral', free - contracted)
  return {
    ...c,
    capacity: taken + free,
    owed: Math.max(0, taken - wanted),
    remaining: { public: free - contracted - referral, contracted, referral },
    announced,
  }
}
