/** To whom a question may be handed on: colleagues on duty who may answer this patient and take one more today. */
import { type Problem, problem } from 'shared/kernel/errors'
import { In } from 'typeorm'
import { dayOf } from '../../../clock'
import type { Context } from '../../../context'
import { type Person, ageOn } from '../../identity'
import { type DeskView, departmentsAt, findDesks, waitingAt } from '../asking/desks'
import { needsGuardian, paediatricRefusal, practisedSince } from '../asking/may-consult'
import { capOf, dayAt, deskKey, placesTaken } from '../asking/places'
import { Consultation } from '../consultation.entity'

type Parts = Pick<Context, 'db' | 'config'>

/** `<person>:<doctor>`: one consultation that is not over, wherever the doctor answers. */
export const liveKeyOf = (personId: string, doctorId: string): string => `${personId}:${doctorId}`

const busyWith = async ({ db }: Parts, personId: string, doctorIds: string[]): Promise<Set<string | null>> => {
  const liveKey = In(doctorIds.map(id => liveKeyOf(personId, id)))
  const rows = doctorIds.length ? await db.manager.findBy(Consultation, { liveKey }) : []
  return new Set(rows.map(c => c.doctorId))
}

/** Where fewest wait first. */
export const colleaguesFor = async (parts: Parts, c: Consultation, person: Person, now: Date) => {
  const { db, config } = parts
  const today = dayOf(now, config.TIME_ZONE)
  const child = needsGuardian(ageOn(person.birthDate, today), config)
  const desks = (await findDesks(db, practisedSince(today, config), c)).filter(
    d => d.onDuty && d.doctorId !== c.doctorId && (d.paediatric || !child),
  )
  const ids = [...new Set(desks.map(d => d.doctorId))]
  const [seats, waiting, taken, busy] = await Promise.all([
    departmentsAt(db, ids),
    waitingAt(db, ids),
    placesTaken(db, ids, dayAt(today, config.TIME_ZONE)),
    busyWith(parts, c.personId, ids),
  ])
  const hasPlace = (d: DeskView): boolean => (taken.get(deskKey(d.doctorId, d.institutionId)) ?? 0) < capOf(d, d.rules)
  return desks
    .filter(d => seats.has(deskKey(d.doctorId, d.institutionId)) && hasPlace(d) && !busy.has(d.doctorId))
    .map(({ doctorId, institutionId, institutionName, name, title, goodAt }) => ({
      ...{ doctorId, institutionId, institutionName, name, title, goodAt },
      waiting: waiting.get(deskKey(doctorId, institutionId)) ?? 0,
    }))
    .sort((a, b) => a.waiting - b.waiting || a.name.localeCompare(b.name, 'zh'))
}

/** The desk it goes to; that the doctor is on duty and has a place left is asked when it is taken (asking/places.ts). */
export const findColleague = async (
  { db, config }: Parts,
  c: Consultation,
  { doctorId, institutionId }: { doctorId: string; institutionId: string },
  { person, now }: { person: Person; now: Date },
): Promise<DeskView | Problem<'doctor_not_consulting' | 'paediatric_doctor_required'>> => {
  const today = dayOf(now, config.TIME_ZONE)
  const desks = doctorId === c.doctorId ? [] : await findDesks(db, practisedSince(today, config), c, doctorId)
  const desk = desks.find(d => d.institutionId === institutionId)
  const seats = desk && (await departmentsAt(db, [doctorId]))
  if (!desk || !seats?.has(deskKey(doctorId, institutionId))) return problem('doctor_not_consulting')
  const age = ageOn(person.birthDate, today)
  return paediatricRefusal({ age, paediatric: desk.paediatric }, config) ?? desk
}
