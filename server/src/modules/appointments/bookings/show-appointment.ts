/** Bookings as residents read them. */
import { cancelUntil, followUpUntil } from 'shared/appointments/booking-rules'
import type { Appointment as Shown } from 'shared/appointments/model'
import type { Receipt } from 'shared/relay/contract'
import { type DataSource, In } from 'typeorm'
import { timeOf } from '../../../clock'
import type { Tx } from '../../../db/transaction'
import type { FieldCipher } from '../../../security/field-cipher'
import { maskName } from '../../../security/mask'
import { findPeopleByIds, openName } from '../../identity'
import { Appointment } from '../appointment.entity'
import { paymentsOf } from '../fees/show-payment'
import { type SlotView, slotViews } from '../schedule/slot-view'

/** What showing needs besides the rows. */
export interface Showing {
  cipher: FieldCipher
  now: Date
  zone: string
  today: string
}
interface Known {
  view: SlotView
  personName: string
  peopleAhead: number | null
  followUpUsed: boolean
  payment: Shown['payment']
  receipt: Receipt
}

const canDo = (a: Appointment, { view, followUpUsed }: Known, { now, today }: Showing): Shown['can'] => {
  const due = a.paymentState === 'due'
  // What is not paid for yet may always be given back.
  const inTime = due || now <= cancelUntil(view.rules, view.session.grade, view.startsAt)
  const cancel = inTime && (a.status === 'pending' || a.status === 'booked')
  const until = followUpUntil(view.rules, a.day)
  const mayReturn = a.status === 'fulfilled' && a.followUpOf === null && !followUpUsed && today <= until
  const move = cancel && !due && a.followUpOf === null
  return { cancel, move, followUpUntil: mayReturn ? until : null }
}

/** From what is known; asks nothing. */
export const showKnown = (a: Appointment, known: Known, showing: Showing): Shown => ({
  appointmentId: a.appointmentId,
  personId: a.personId,
  personName: known.personName,
  status: a.status,
  session: known.view.session,
  slotId: a.slotId,
  from: timeOf(known.view.startsAt, showing.zone),
  to: timeOf(known.view.endsAt, showing.zone),
  pool: a.pool,
  queueNumber: a.queueNumber,
  peopleAhead: known.peopleAhead,
  followUp: a.followUpOf !== null,
  fee: a.fee,
  payment: known.payment,
  bring: known.view.rules.bring,
  createdAt: a.createdAt.toISOString(),
  lastChange: {
    at: a.lastChangeAt.toISOString(),
    by: a.lastChangeBy,
    byName: a.lastChangeByName,
    reason: a.lastChangeReason === null ? null : showing.cipher.open(a.lastChangeReason, 'statement'),
  },
  cancelUntil: cancelUntil(known.view.rules, known.view.session.grade, known.view.startsAt).toISOString(),
  can: canDo(a, known, showing),
  relay: known.receipt,
})

/** A booking that this request has just written: its way to the county platform begins, nobody was called yet. */
export const showFresh = (
  {
    appointment,
    ...known
  }: { appointment: Appointment; view: SlotView; personName: string; payment: Shown['payment'] },
  showing: Showing,
): Shown =>
  showKnown(appointment, { ...known, peopleAhead: null, followUpUsed: false, receipt: { state: 'waiting' } }, showing)

/** People of the same session who arrived earlier and were not called yet, by appointment. */
const peopleAheadOf = async (db: DataSource | Tx, arrived: Appointment[]): Promise<Map<string, number>> => {
  if (!arrived.length) return new Map()
  const rows = (await db.query(
    `SELECT a.appointment_id AS id, COUNT(b.appointment_id) AS ahead FROM appointment a
     LEFT JOIN appointment b ON b.session_id = a.session_id AND b.status = 'arrived' AND b.called_at IS NULL
       AND b.queue_number < a.queue_number
     WHERE a.appointment_id IN (?) GROUP BY a.appointment_id`,
    [arrived.map(a => a.appointmentId)],
  )) as { id: string; ahead: number | string }[]
  return new Map(rows.map(r => [r.id, Number(r.ahead)]))
}

const usedFollowUps = async (db: DataSource | Tx, rows: Appointment[]): Promise<Set<string | null>> => {
  const visits = rows.filter(a => a.status === 'fulfilled').map(a => a.appointmentId)
  if (!visits.length) return new Set()
  const used = await db
    .getRepository(Appointment)
    .find({ where: { followUpKey: In(visits) }, select: { appointmentId: true, followUpKey: true } })
  return new Set(used.map(a => a.followUpKey))
}

/** `receipts`: by `appointment:<id>`; one that is missing waits. The order is kept. */
export const showAppointments = async (
  db: DataSource | Tx,
  rows: Appointment[],
  receipts: Map<string, Receipt>,
  showing: Showing,
): Promise<Shown[]> => {
  if (!rows.length) return []
  const [views, people, ahead, followUps, payments] = await Promise.all([
    slotViews(
      db,
      rows.map(a => a.slotId),
    ),
    findPeopleByIds(
      db,
      rows.map(a => a.personId),
    ),
    peopleAheadOf(
      db,
      rows.filter(a => a.status === 'arrived'),
    ),
    usedFollowUps(db, rows),
    paymentsOf(db, rows),
  ])
  return rows.map(a =>
    showKnown(
      a,
      {
        view: views.get(a.slotId)!,
        personName: maskName(openName(showing.cipher, people.get(a.personId)!)),
        peopleAhead: ahead.get(a.appointmentId) ?? null,
        followUpUsed: followUps.has(a.appointmentId),
        payment: payments.get(a.appointmentId) ?? null,
        receipt: receipts.get(`appointment:${a.appointmentId}`) ?? { state: 'waiting' },
      },
      showing,
    ),
  )
}
