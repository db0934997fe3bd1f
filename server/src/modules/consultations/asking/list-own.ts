/** Consultations of everybody the account may act for: live ones first, then ended, newest first. */
import type { ConsultationLine } from 'shared/consultations/contract'
import { type Problem, problem } from 'shared/kernel/errors'
import { In, LessThan } from 'typeorm'
import { type ActingFor, groundsFor } from '../../identity'
import { Consultation } from '../consultation.entity'
import { doctorNames } from '../doctor-names'
import type { Act } from './act'
import { doctorAwayOf } from './doctor-away'
import { paymentsOf, personNames } from './show-own'

const perPage = 20

/** By scope `records`, a doctor's proxies left out (sides.ts); or the one who was asked for. */
export const peopleAsked = async (
  { context: { db }, session, today }: Act,
  personId: string | undefined,
): Promise<Map<string, ActingFor> | Problem<'not_found'>> => {
  const grounds = [...(await groundsFor(db, session, 'records', today))].filter(([, ground]) => !ground.position)
  const asked = grounds.filter(([id]) => personId === undefined || id === personId)
  return personId !== undefined && !asked.length ? problem('not_found') : new Map(asked)
}

export const listOwn = async (
  act: Act,
  people: readonly string[],
  before: string | undefined,
): Promise<{ rows: Consultation[]; next: string | null }> => {
  if (!people.length) return { rows: [], next: null }
  const { manager } = act.context.db
  const personId = In([...people])
  // Ids of version 7 follow the time of asking.
  const order = { consultationId: 'DESC' } as const
  const live = before
    ? []
    : await manager.find(Consultation, { where: { personId, status: In(['planned', 'in-progress']) }, order })
  const ended = await manager.find(Consultation, {
    where: {
      personId,
      status: In(['finished', 'cancelled']),
      ...(before !== undefined && { consultationId: LessThan(before) }),
    },
    order,
    take: perPage + 1,
  })
  const page = ended.slice(0, perPage)
  return { rows: [...live, ...page], next: ended.length > perPage ? page.at(-1)!.consultationId : null }
}

export const showLines = async (act: Act, rows: readonly Consultation[]): Promise<ConsultationLine[]> => {
  const { db } = act.context
  const [names, doctorsOf, payments, doctorsAway] = await Promise.all([
    personNames(
      act,
      rows.map(c => c.personId),
    ),
    doctorNames(db, rows),
    paymentsOf(db, rows),
    Promise.all(rows.map(c => doctorAwayOf(act, c))),
  ])
  return rows.map((c, i) => {
    const { doctorName, institutionName } = doctorsOf(c)
    return {
      consultationId: c.consultationId,
      status: c.status,
      outcome: c.outcome,
      personId: c.personId,
      personName: names.get(c.personId) ?? '',
      doctorName,
      institutionName,
      payment: payments.get(c.consultationId) ?? null,
      askedAt: c.askedAt.toISOString(),
      lastAt: c.lastAt?.toISOString() ?? null,
      unread: Math.max(0, c.lastSeq - c.residentRead),
      awaiting: c.awaiting,
      followUpOn: c.followUpOn,
      doctorAway: doctorsAway[i]!,
    }
  })
}
