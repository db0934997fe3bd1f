/** Appointments as the desk reads them. */
import type { DeskAppointment } from 'shared/appointments/desk-contract'
import type { Receipt } from 'shared/relay/contract'
import { type DataSource, In } from 'typeorm'
import type * as z from 'zod/mini'
import { dayOf, timeOf } from '../../../clock'
import type { Tx } from '../../../db/transaction'
import { Department, findDoctors } from '../../directory'
import { type PersonSummary, findPeopleByIds, showPerson } from '../../identity'
import type { Appointment } from '../appointment.entity'
import { paymentsOf } from '../fees/show-payment'
import type { Desk } from './desk'
import { AppointmentSlot } from '../slot.entity'
import { undoable } from './undo'

type Db = DataSource | Tx
export type ShownAtDesk = z.infer<typeof DeskAppointment>

interface Known {
  people: Map<string, PersonSummary>
  slots: Map<string, AppointmentSlot>
  departments: Map<string, string>
  doctors: Map<string, string>
  payments: Map<string, ShownAtDesk['payment']>
}

const by = <T>(rows: T[], key: (row: T) => string): Map<string, T> => new Map(rows.map(row => [key(row), row]))

const lookUp = async (db: Db, desk: Desk, rows: Appointment[], now: Date): Promise<Known> => {
  const ids = (key: (a: Appointment) => string) => [...new Set(rows.map(key))]
  const people = await findPeopleByIds(
    db,
    ids(a => a.personId),
  )
  const slots = await db.getRepository(AppointmentSlot).findBy({ slotId: In(ids(a => a.slotId)) })
  const departments = await db.getRepository(Department).findBy({ departmentId: In(ids(a => a.departmentId)) })
  const doctors = await findDoctors(
    db,
    ids(a => a.doctorId),
  )
  const today = dayOf(now, desk.zone)
  return {
    people: new Map([...people].map(([id, person]) => [id, showPerson(desk.cipher, person, today)])),
    slots: by(slots, s => s.slotId),
    departments: new Map(departments.map(d => [d.departmentId, d.name])),
    doctors: new Map([...doctors].map(([id, d]) => [id, d.name])),
    payments: await paymentsOf(db, rows),
  }
}

const show = (desk: Desk, a: Appointment, known: Known, now: Date, relay: Receipt): ShownAtDesk => {
  const person = known.people.get(a.personId)!
  const slot = known.slots.get(a.slotId)!
  return {
    appointmentId: a.appointmentId,
    personId: a.personId,
    personName: person.name,
    age: person.age,
    sex: person.sex,
    phone: person.phone,
    status: a.status,
    overdue: a.status === 'pending' && a.paymentState !== 'due' && slot.startsAt <= now,
    sessionId: a.sessionId,
    departmentName: known.departments.get(a.departmentId) ?? '',
    doctorName: known.doctors.get(a.doctorId) ?? '',
    day: a.day,
    from: timeOf(slot.startsAt, desk.zone),
    to: timeOf(slot.endsAt, desk.zone),
    pool: a.pool,
    followUp: a.followUpOf !== null,
    payment: known.payments.get(a.appointmentId) ?? null,
    queueNumber: a.queueNumber,
    calledAt: a.calledAt?.toISOString() ?? null,
    lastChange: {
      at: a.lastChangeAt.toISOString(),
      by: a.lastChangeBy,
      byName: a.lastChangeByName,
      reason: a.lastChangeReason === null ? null : desk.cipher.open(a.lastChangeReason, 'statement'),
    },
    undoUntil: undoable(a, desk.accountId, now) ? a.undoUntil!.toISOString() : null,
    relay,
  }
}

/** In order of time, then of arrival, then of booking. */
const inOrder = (a: ShownAtDesk, b: ShownAtDesk): number =>
  a.from.localeCompare(b.from) ||
  (a.queueNumber ?? Number.MAX_SAFE_INTEGER) - (b.queueNumber ?? Number.MAX_SAFE_INTEGER) ||
  a.appointmentId.localeCompare(b.appointmentId)

/** `receipts`: by appointment id; one that is missing waits, as it does right after a change. */
export const showAtDesk = async (
  db: Db,
  desk: Desk,
  rows: Appointment[],
  now: Date,
  receipts: Map<string, Receipt> = new Map(),
): Promise<ShownAtDesk[]> => {
  if (!rows.length) return []
  const known = await lookUp(db, desk, rows, now)
  return rows.map(a => show(desk, a, known, now, receipts.get(a.appointmentId) ?? { state: 'waiting' })).sort(inOrder)
}
