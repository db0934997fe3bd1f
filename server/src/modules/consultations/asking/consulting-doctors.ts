/** Whom somebody may ask, and whether now. */
import type { ConsultingDoctor } from 'shared/consultations/contract'
import { isProblem } from 'shared/kernel/errors'
import { ordinaryFeesAt } from '../../appointments'
import { ageOn } from '../../identity'
import type { Act, Whom } from './act'
import { type DeskView, departmentsAt, findDesks, usualMinutesAt, waitingAt } from './desks'
import { familyTeamOf } from './family-team'
import { needsGuardian, practisedSince } from './may-consult'
import { capOf, dayAt, deskKey, placesTaken } from './places'
import { priceOf } from './price'

const usualOfMs = 30 * 86_400_000

export interface Consulting {
  desk: DeskView
  shown: ConsultingDoctor
}
export interface ConsultingDoctors {
  doctors: Consulting[]
  teamUnknown: boolean
}

const closedBecause = (
  desk: DeskView,
  { taken, forChild }: { taken: number; forChild: boolean },
): ConsultingDoctor['closedBecause'] => {
  if (forChild && !desk.paediatric) return 'not_for_child'
  if (!desk.onDuty) return 'off_duty'
  return taken < capOf(desk, desk.rules) ? null : 'full_today'
}

/** The person's own team first, then who takes questions now, then where fewest wait. */
const inOrder = ({ shown: a }: Consulting, { shown: b }: Consulting): number =>
  Number(b.ownTeam) - Number(a.ownTeam) || Number(b.open) - Number(a.open) || a.waiting - b.waiting

/** What is known of all desks together: a question for each kind of fact, not for each doctor. */
const factsOf = async ({ context, today, now }: Act, desks: readonly DeskView[]) => {
  const { db, config } = context
  const ids = [...new Set(desks.map(d => d.doctorId))]
  const [departments, waiting, usual, taken, ordinaryFee] = await Promise.all([
    departmentsAt(db, ids),
    waitingAt(db, ids),
    usualMinutesAt(db, ids, new Date(now.getTime() - usualOfMs)),
    placesTaken(db, ids, dayAt(today, config.TIME_ZONE)),
    ordinaryFeesAt(
      db,
      desks.map(d => d.institutionId),
    ),
  ])
  return { departments, waiting, usual, taken, ordinaryFee }
}
type Facts = Awaited<ReturnType<typeof factsOf>>

const show = (
  { context: { config, pay } }: Act,
  desk: DeskView,
  { departments, waiting, usual, taken, ordinaryFee }: Facts,
  { age, team }: { age: number; team: readonly string[] },
): ConsultingDoctor => {
  const { doctorId, institutionId, institutionName, name, title, goodAt, paediatric, rules } = desk
  const key = deskKey(doctorId, institutionId)
  const closed = closedBecause(desk, { taken: taken.get(key) ?? 0, forChild: needsGuardian(age, config) })
  return {
    doctorId,
    institutionId,
    institutionName,
    name,
    title,
    goodAt,
    departmentNames: departments.get(key) ?? [],
    ownTeam: team.includes(doctorId),
    paediatric,
    fee: priceOf({ rules, institutionId, title, age }, ordinaryFee, pay !== null),
    usualMinutes: usual.get(key) ?? null,
    waiting: waiting.get(key) ?? 0,
    open: closed === null,
    closedBecause: closed,
  }
}

/** @param doctorId of this one alone */
export const consultingDoctors = async (act: Act, { person }: Whom, doctorId?: string): Promise<ConsultingDoctors> => {
  const { context, session, today } = act
  const asking = { accountId: session.accountId, personId: person.personId }
  const [desks, team] = await Promise.all([
    findDesks(context.db, practisedSince(today, context.config), asking, doctorId),
    familyTeamOf(context, person.platformId),
  ])
  const facts = await factsOf(act, desks)
  const whom = { age: ageOn(person.birthDate, today), team: isProblem(team) ? [] : team }
  const doctors = desks
    // Who sits nowhere at that institution any more does not answer for it.
    .filter(desk => facts.departments.has(deskKey(desk.doctorId, desk.institutionId)))
    .map(desk => ({ desk, shown: show(act, desk, facts, whom) }))
  return { doctors: doctors.sort(inOrder), teamUnknown: isProblem(team) }
}
