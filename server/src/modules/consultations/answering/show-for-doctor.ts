/** A consultation as the doctor sees it who is responsible for it now. */
import type { DoctorConsultation } from 'shared/consultations/doctor-contract'
import type { Summary } from 'shared/consultations/model'
import type { RedFlag } from 'shared/consultations/red-flags'
import { dayOf } from '../../../clock'
import type { Context } from '../../../context'
import { findDoctor } from '../../directory'
import { type Session, ageOn, findPeopleByIds, openName } from '../../identity'
import { partsKnown, partsOf } from '../asking/show-consultation'
import type { Consultation } from '../consultation.entity'
import { openJson } from '../earlier'
import { maySignLate } from '../records/late-record'
import { awaitsFollowUp } from './followed-up'
import { mustStop } from './still-waiting'

/**
 * What the doctor may do with it; a second look decides when they do.
 * @param record signed, or to be written though it lapsed
 */
export const doctorCan = (
  c: Pick<
    Consultation,
    'status' | 'assessment' | 'awaiting' | 'outcome' | 'clinicAppointmentId' | 'followUpOn' | 'followedUpAt'
  >,
  record: 'signed' | 'late' | null,
): DoctorConsultation['can'] => {
  const waiting = c.status === 'planned' && !mustStop(c)
  const running = c.status === 'in-progress'
  return {
    accept: waiting,
    askBack: waiting && c.awaiting !== 'resident',
    write: running,
    transfer: waiting,
    decline: waiting,
    stop: c.status === 'planned' || running,
    bookClinic: c.outcome === 'clinic' && !c.clinicAppointmentId,
    finish: running || record === 'late',
    amend: record === 'signed',
    followUp: awaitsFollowUp(c),
  }
}

export type ShowForDoctor = (now: Consultation, written?: { summary: Summary }) => DoctorConsultation

/**
 * Asks for all that showing it takes, before a transaction; what comes back shows the row as it is then, and asks nothing.
 * @param c who may see it was asked before (sides.ts); with what a change is going to put into it, as far as it names
 *   a department
 * @param attachmentIds pictures that a change is going to put into it
 */
export const showerForDoctor = async (
  context: Context,
  session: Session,
  c: Consultation,
  attachmentIds: readonly string[] = [],
): Promise<ShowForDoctor> => {
  const { db, cipher, clock, config } = context
  const [known, people, colleague] = await Promise.all([
    partsKnown(context, session, [c], attachmentIds),
    findPeopleByIds(db, [c.personId]),
    c.transferredBy ? findDoctor(db, c.transferredBy) : null,
  ])
  const person = people.get(c.personId)!
  const words = c.transferWords === null ? '' : cipher.open(c.transferWords, 'consultation')
  const fixed = {
    personName: openName(cipher, person),
    sex: person.sex,
    age: ageOn(person.birthDate, dayOf(clock.now(), config.TIME_ZONE)),
    redFlags: openJson<RedFlag[]>(cipher, c.redFlags),
    guardianPresent: c.guardianPresent,
    askedBy: cipher.open(c.askedBy, 'name'),
    transferredBy: c.transferredBy ? { name: colleague?.name ?? '', words } : null,
  }
  return (now, written) => {
    const shown = { ...partsOf(now, known), ...written }
    const record = shown.summary ? 'signed' : maySignLate(now, clock.now(), config) ? 'late' : null
    return {
      ...shown,
      ...fixed,
      followedUpAt: now.followedUpAt?.toISOString() ?? null,
      mustStop: now.status === 'planned' ? mustStop(now) : null,
      can: doctorCan(now, record),
    }
  }
}
