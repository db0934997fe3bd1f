/** A number at a clinic for the patient of a stopped consultation, which the doctor books there and then. */
import type { Pool } from 'shared/appointments/model'
import { type Problem, isProblem, problem } from 'shared/kernel/errors'
import type { Context } from '../../../context'
import type { Tx } from '../../../db/transaction'
import { type ForPatient, type PatientRefusal, bookForPatient, slotsForPatient } from '../../appointments'
import { findDepartment } from '../../directory'
import { type Person, findPeopleByIds } from '../../identity'
import { familyTeamOf } from '../asking/family-team'
import { type By, changeConsultation } from '../change'
import { Consultation } from '../consultation.entity'
import { appendNote } from '../talking/append'
import { purpose } from './by-doctor'

export interface Clinic {
  patient: Person
  mayTake: readonly Pool[]
}

/** Numbers kept for one's own contracted residents, or for those whom a doctor sends; then everybody's. */
export const poolsBy = (ownTeam: boolean): readonly Pool[] => [ownTeam ? 'contracted' : 'referral', 'public']

/** Of the own team as the county says now; as it said then, while it does not answer. Not inside a transaction. */
export const clinicFor = async (context: Context, c: Consultation): Promise<Clinic> => {
  const patient = (await findPeopleByIds(context.db, [c.personId])).get(c.personId)!
  const team = await familyTeamOf(context, patient.platformId)
  return { patient, mayTake: poolsBy(isProblem(team) ? c.ownTeam : team.includes(c.doctorId)) }
}

export const clinicSlots = async (context: Context, c: Consultation, departmentId: string) => {
  const { db, clock, config } = context
  const department = await findDepartment(db, departmentId)
  if (!department?.active) return problem('department_unknown')
  const when = { now: clock.now(), zone: config.TIME_ZONE }
  return slotsForPatient(db, { department, ...(await clinicFor(context, c)) }, when)
}

/** Once: who comes second waits for the row, and finds the number of the first. */
const lockStopped = async (
  tx: Tx,
  { consultationId, doctorId, institutionId }: Consultation,
): Promise<Consultation | Problem<'consultation_state' | 'clinic_booked'>> => {
  const where = { consultationId, doctorId, institutionId }
  const c = await tx.findOne(Consultation, { where, lock: { mode: 'pessimistic_write' } })
  if (c?.outcome !== 'clinic') return problem('consultation_state')
  return c.clinicAppointmentId ? problem('clinic_booked') : c
}

interface Booking {
  slotId: string
  doctorName: string
  by: By & { accountId: string; requestId: string; institutionId: string }
  at: Date
  today: string
}
type Write = Parameters<typeof bookForPatient>[1]

/** @param show makes the endpoint's reply; called inside the transaction, so it asks nothing of the database */
export const bookClinic = async <R>(
  context: Context,
  write: Write,
  c: Consultation,
  { slotId, doctorName, by, at, today }: Booking,
  show: (now: Consultation) => R,
): Promise<R | Problem<PatientRefusal | 'consultation_state' | 'clinic_booked'>> => {
  const { db, cipher, config } = context
  if (c.outcome !== 'clinic') return problem('consultation_state')
  if (c.clinicAppointmentId) return problem('clinic_booked')
  const { consultationId } = c
  const details = { basis: 'consultation', consultationId }
  const { patient, mayTake } = await clinicFor(context, c)
  const wanted: ForPatient = {
    ...{ slotId, patient, mayTake, byName: `${doctorName}医生`, accountId: by.accountId, requestId: by.requestId },
    audited: { role: 'doctor', institutionId: by.institutionId, purpose, details },
  }
  const shown = await bookForPatient<R | Problem<'consultation_state' | 'clinic_booked'>>(
    { db, cipher, now: at, zone: config.TIME_ZONE, today },
    write,
    wanted,
    async (tx, place) => {
      const stopped = await lockStopped(tx, c)
      if (isProblem(stopped)) return stopped
      const booked = await place()
      if (isProblem(booked)) return booked
      const now = await changeConsultation(tx, stopped, { clinicAppointmentId: booked.appointmentId }, by, at)
      if (isProblem(now)) return now
      const text = `${doctorName}医生为您约好了门诊的号：${booked.when}。请在“我的预约”里看地点和排队号。`
      const lastSeq = await appendNote(tx, cipher, { consultationId, text, at })
      return show({ ...now, lastSeq, lastAt: at })
    },
  )
  // A tap that came a moment earlier booked it: that is why the patient is not free then any more.
  const taken = isProblem(shown) && (await db.manager.findOneBy(Consultation, { consultationId }))
  return taken && taken.clinicAppointmentId ? problem('clinic_booked') : shown
}
