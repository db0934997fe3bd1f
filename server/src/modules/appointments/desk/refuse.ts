import type { Tx } from '../../../db/transaction'
import { type ItemResult, eachAtDesk } from './confirm'
import type { Desk } from './desk'
import { changeAtDesk, noKeys } from './desk-change'
import { returnNumber } from '../schedule/return-number'

/** Cancels with the reason that the resident will read; the conditional UPDATE gives each number back exactly once. */
export const refuseMany = (
  tx: Tx,
  desk: Desk,
  appointmentIds: string[],
  reason: string,
  now: Date,
): Promise<ItemResult[]> =>
  eachAtDesk(tx, desk, appointmentIds, async a => {
    const refused = await changeAtDesk(tx, desk, a, 'refuse', { now, reason, values: noKeys })
    if (refused) return refused
    await returnNumber(tx, a, now, desk.zone)
    return undefined
  })
