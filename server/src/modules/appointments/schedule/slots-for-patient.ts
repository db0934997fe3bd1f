/** Free numbers of a department that a doctor may give a patient: those that bookForPatient takes. */
import { lastReleasedDay, remainingIn } from 'shared/appointments/booking-rules'
import type { Pool } from 'shared/appointments/model'
import type { DataSource } from 'typeorm'
import { dayOf, timeOf } from '../../../clock'
import { selectRows } from '../../../db/pool-query'
import type { Person } from '../../identity'
import { priceOf } from '../fees/price'
import { rulesOf } from '../rules/rules'
import { type SlotRow, sessionColumns, sessionJoins, slotColumns, slotOffer, slotView } from './slot-view'

/** A page of them, nearest first: enough to choose from on a phone. */
const atMost = 60

export interface Wanted {
  department: { departmentId: string; institutionId: string }
  patient: Pick<Person, 'birthDate'>
  mayTake: readonly Pool[]
}

/** Each with its fee for this patient (fen, paid at the window) and where it is. */
export const slotsForPatient = async (
  db: DataSource,
  { department, patient, mayTake }: Wanted,
  { now, zone }: { now: Date; zone: string },
) => {
  const { departmentId, institutionId } = department
  const today = dayOf(now, zone)
  const lastDay = lastReleasedDay(await rulesOf(db, institutionId), today, timeOf(now, zone))
  const left = mayTake.map(pool => `sl.${pool}_remaining`).join(' + ')
  const rows = await selectRows<SlotRow>(
    db,
    `SELECT ${slotColumns}, ${sessionColumns} FROM appointment_session se
     JOIN appointment_slot sl ON sl.session_id = se.session_id ${sessionJoins}
     WHERE se.department_id = ? AND se.day BETWEEN ? AND ? AND se.state = 'open' AND sl.state = 'open'
       AND sl.starts_at > ? AND ${left} > 0
     ORDER BY sl.starts_at, sl.slot_id LIMIT ?`,
    [departmentId, today, lastDay, now, atMost],
  )
  const who = { by: 'doctor', birthDate: patient.birthDate } as const
  return rows.map(slotView).map(view => ({
    ...slotOffer(view, remainingIn(view.remaining, mayTake), zone),
    fee: priceOf(view, who, { cashier: false, followUp: false }).fee,
    place: view.session.place,
  }))
}
