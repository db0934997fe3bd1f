/** A slot with all that a decision or a page needs of it, in one question. */
import { sessionFee } from 'shared/appointments/fees'
import type { Session as ShownSession } from 'shared/appointments/model'
import type { Remaining } from 'shared/appointments/booking-rules'
import type { AppointmentRules } from 'shared/appointments/rules-contract'
import type { DataSource } from 'typeorm'
import type * as z from 'zod/mini'
import { timeOf } from '../../../clock'
import { batched } from '../../../db/batch'
import { selectRows } from '../../../db/pool-query'
import type { Tx } from '../../../db/transaction'
import { rulesFrom } from '../rules/rules'

export type SessionView = z.infer<typeof ShownSession>

export interface SlotView {
  slotId: string
  startsAt: Date
  endsAt: Date
  /** Open only when neither the slot nor its session was stopped. */
  open: boolean
  remaining: Remaining
  reservedReturned: boolean
  session: SessionView
  rules: AppointmentRules
}

export interface SessionRow {
  session_id: string
  institution_id: string
  institution_name: string
  department_id: string
  department_name: string
  doctor_id: string
  doctor_name: string
  doctor_title: string | null
  grade: SessionView['grade']
  day: string
  period: SessionView['period']
  session_starts_at: string
  session_ends_at: string
  place: string | null
  fee: number | null
  session_state: SessionView['state']
  rules: unknown
}
export interface SlotRow extends SessionRow {
  slot_id: string
  slot_starts_at: Date
  slot_ends_at: Date
  slot_state: 'open' | 'stopped'
  public_remaining: number
  contracted_remaining: number
  referral_remaining: number
  reserved_returned_at: Date | null
}

export const sessionColumns = `se.session_id, de.institution_id, ins.name AS institution_name, se.department_id,
  de.name AS department_name, se.doctor_id, doc.name AS doctor_name, doc.title AS doctor_title, se.grade, se.day,
  se.period, se.starts_at AS session_starts_at, se.ends_at AS session_ends_at, COALESCE(se.place, de.place) AS place,
  se.fee, se.state AS session_state, ru.rules`
export const sessionJoins = `JOIN department de ON de.department_id = se.department_id
  JOIN institution ins ON ins.institution_id = de.institution_id
  JOIN doctor doc ON doc.doctor_id = se.doctor_id
  LEFT JOIN institution_rules ru ON ru.institution_id = de.institution_id`
export const slotColumns = `sl.slot_id, sl.starts_at AS slot_starts_at, sl.ends_at AS slot_ends_at,
  sl.state AS slot_state, sl.public_remaining, sl.contracted_remaining, sl.referral_remaining, sl.reserved_returned_at`

export const sessionView = (row: SessionRow): SessionView => ({
  sessionId: row.session_id,
  institutionId: row.institution_id,
  institutionName: row.institution_name,
  departmentId: row.department_id,
  departmentName: row.department_name,
  doctorId: row.doctor_id,
  doctorName: row.doctor_name,
  doctorTitle: row.doctor_title,
  grade: row.grade,
  day: row.day,
  period: row.period,
  startsAt: row.session_starts_at,
  endsAt: row.session_ends_at,
  place: row.place,
  fee: sessionFee(row.fee, row.doctor_title, rulesFrom(row.rules)),
  state: row.session_state,
})

export const slotView = (row: SlotRow): SlotView => ({
  slotId: row.slot_id,
  startsAt: row.slot_starts_at,
  endsAt: row.slot_ends_at,
  open: row.slot_state === 'open' && row.session_state === 'open',
  remaining: {
    public: row.public_remaining,
    contracted: row.contracted_remaining,
    referral: row.referral_remaining,
  },
  reservedReturned: row.reserved_returned_at !== null,
  session: sessionView(row),
  rules: rulesFrom(row.rules),
})

export const slotViews = async (db: DataSource | Tx, slotIds: readonly string[]): Promise<Map<string, SlotView>> => {
  const rows = await selectRows<SlotRow>(
    db,
    `SELECT ${slotColumns}, ${sessionColumns} FROM appointment_slot sl
     JOIN appointment_session se ON se.session_id = sl.session_id ${sessionJoins} WHERE sl.slot_id IN (?)`,
    [[...new Set(slotIds)]],
  )
  return new Map(rows.map(row => [row.slot_id, slotView(row)]))
}

/** One slot, asked together with everybody else's who comes at the same moment. */
export const findSlotView = batched(async (db, slotIds: string[]): Promise<(SlotView | undefined)[]> => {
  const views = await slotViews(db, slotIds)
  return slotIds.map(id => views.get(id))
})

/** All slots of a session in order of time; empty when it has none or is unknown. */
export const slotsOfSession = async (db: DataSource | Tx, sessionId: string): Promise<SlotView[]> => {
  const rows = (await db.query(
    `SELECT ${slotColumns}, ${sessionColumns} FROM appointment_slot sl
     JOIN appointment_session se ON se.session_id = sl.session_id ${sessionJoins}
     WHERE sl.session_id = ? ORDER BY sl.starts_at`,
    [sessionId],
  )) as SlotRow[]
  return rows.map(slotView)
}

/** A slot as it is offered to somebody who may take `count` numbers of it. */
export const slotOffer = (view: SlotView, count: number, zone: string) => ({
  slotId: view.slotId,
  sessionId: view.session.sessionId,
  day: view.session.day,
  from: timeOf(view.startsAt, zone),
  to: timeOf(view.endsAt, zone),
  doctorName: view.session.doctorName,
  remaining: count,
})
