/**
 * Bookings of the same moment in one transaction: at the release hour many want numbers at once, and a commit for each
 * would make them queue for the disk and for the slot's row. All of a group are written or none: when one of them cannot
 * be (somebody was faster, too few numbers left), each goes on alone and hears its own answer.
 */
import type { Pool } from 'shared/appointments/model'
import { problem } from 'shared/kernel/errors'
import type { DataSource } from 'typeorm'
import { createBatcher } from '../../../db/batch'
import type { IdempotencyRecord } from '../../../db/idempotency-record.entity'
import { keepIdempotency } from '../../../db/keep-idempotency'
import { type Tx, errnoOf, transaction } from '../../../db/transaction'
import { insertBookings } from './insert-bookings'
import { type Told, tellOfAll } from './place-booking'
import { openOrders } from '../../payments'
import type { DueOrder } from '../fees/price'
import { takeNumbers } from '../schedule/slot-counters'

export interface Joining extends Told {
  record: IdempotencyRecord | null
  /** Of a booking that is to be paid on the phone. */
  order: DueOrder | null
}

const takesOf = (group: Joining[]): Map<Pool, Map<string, number>> => {
  const pools = new Map<Pool, Map<string, number>>()
  for (const { booking } of group) {
    const takes = pools.get(booking.pool) ?? new Map<string, number>()
    takes.set(booking.slotId, (takes.get(booking.slotId) ?? 0) + 1)
    pools.set(booking.pool, takes)
  }
  return pools
}

/** The slots' rows last: they are what everybody waits for. */
const writeAll = async (tx: Tx, group: Joining[]) => {
  await insertBookings(
    tx,
    group.map(j => j.booking),
  )
  await openOrders(
    tx,
    group.flatMap(j => j.order ?? []),
  )
  await tellOfAll(tx, 'appointments.book', group)
  await keepIdempotency(
    tx,
    group.flatMap(j => j.record ?? []),
  )
  for (const [pool, takes] of takesOf(group)) if (!(await takeNumbers(tx, pool, takes))) return problem('slot_full')
  return true
}

const write = async (db: DataSource, group: Joining[]): Promise<boolean[]> => {
  try {
    const written = (await transaction(db, tx => writeAll(tx, group))) === true
    return group.map(() => written)
  } catch (error) {
    // A lost connection leaves open what happened: that is told. What the database refused is nobody else's fault.
    const errno = errnoOf(error)
    if (errno === undefined || errno < 0) throw error
    return group.map(() => false)
  }
}

/** Four at once: while one commits, or waits for a slot's row, the others go on. */
const rounds = { most: 64, underWay: 4 }
const groups = new WeakMap<DataSource, (joining: Joining) => Promise<boolean>>()

/** @returns whether the booking is committed; false: nothing of it was written, try it alone. */
export const bookTogether = (db: DataSource, joining: Joining): Promise<boolean> => {
  const join = groups.get(db) ?? createBatcher<Joining, boolean>(group => write(db, group), rounds)
  groups.set(db, join)
  return join(joining)
}
