import type { ErrorCode } from 'shared/kernel/errors'
import { In } from 'typeorm'
import type { Tx } from '../../../db/transaction'
import { Appointment } from '../appointment.entity'
import { tellOfBookings } from '../tell-of-bookings'
import type { Desk } from './desk'
import { changeAtDesk } from './desk-change'

export interface ItemResult {
  appointmentId: string
  ok: boolean
  code: ErrorCode | null
}

/**
 * Does one thing to each of many appointments; each is answered by itself, in the order they were named. Worked off in
 * the order of their ids, so that two desks with the same list wait for each other instead of deadlocking.
 */
export const eachAtDesk = async (
  tx: Tx,
  desk: Desk,
  appointmentIds: string[],
  act: (a: Appointment) => Promise<{ code: ErrorCode } | undefined>,
): Promise<ItemResult[]> => {
  const found = await tx.findBy(Appointment, {
    appointmentId: In(appointmentIds),
    institutionId: In(desk.institutionIds),
  })
  const codes = new Map<string, ErrorCode | null>()
  for (const a of found.sort((x, y) => (x.appointmentId < y.appointmentId ? -1 : 1)))
    codes.set(a.appointmentId, (await act(a))?.code ?? null)
  return [...new Set(appointmentIds)].map(appointmentId => {
    const code = codes.get(appointmentId)
    return { appointmentId, ok: code === null, code: code === undefined ? 'not_found' : code }
  })
}

/** `pending` → `booked`; one that waits for its fee is answered `payment_due`. */
export const confirmMany = async (tx: Tx, desk: Desk, appointmentIds: string[], now: Date): Promise<ItemResult[]> => {
  const confirmed: Appointment[] = []
  const results = await eachAtDesk(tx, desk, appointmentIds, async a => {
    const refused = await changeAtDesk(tx, desk, a, 'confirm', { now })
    if (!refused) confirmed.push(Object.assign(a, { version: a.version + 1 }))
    return refused
  })
  await tellOfBookings(tx, confirmed, { kind: 'appointment_confirmed', at: now })
  return results
}
