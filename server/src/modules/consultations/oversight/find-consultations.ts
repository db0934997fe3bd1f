/** The administrator's search: who, whom, when and how it ended; nothing of what was said. */
import { DateTime } from 'luxon'
import type { ConsultationStatus } from 'shared/consultations/model'
import { problem } from 'shared/kernel/errors'
import { In, IsNull, Not } from 'typeorm'
import { addDays, instantOf } from '../../../clock'
import type { Context } from '../../../context'
import { maskName } from '../../../security/mask'
import { recordAccesses } from '../../audit'
import { Doctor } from '../../directory'
import { findPeopleByIds, openName } from '../../identity'
import { ConsultationComplaint } from '../complaint.entity'
import { Consultation } from '../consultation.entity'
import { doctorNames } from '../doctor-names'
import { type Asking, lookOf } from './administrator'

const pageSize = 50
const longestDays = 31

export interface ConsultationQuery {
  /** County days, both included. */
  from: string
  to: string
  doctorName?: string
  status?: ConsultationStatus
  /** The last one of the page before. */
  before?: string
}

const find = ({ db, config }: Context, { from, to, doctorName, status, before }: ConsultationQuery) => {
  const start = instantOf(from, '00:00', config.TIME_ZONE)
  const end = instantOf(addDays(to, 1), '00:00', config.TIME_ZONE)
  const rows = db.manager
    .createQueryBuilder(Consultation, 'c')
    .where('c.asked_at >= :start AND c.asked_at < :end', { start, end })
  if (status) rows.andWhere('c.status = :status', { status })
  // Ids are in the order of asking (UUID version 7).
  if (before) rows.andWhere('c.consultation_id < :before', { before })
  if (doctorName)
    rows.innerJoin(Doctor, 'd', 'd.doctor_id = c.doctor_id AND d.name LIKE :name', {
      name: `%${doctorName.replace(/[\\%_]/g, '\\$&')}%`,
    })
  return rows
    .orderBy('c.consultationId', 'DESC')
    .take(pageSize + 1)
    .getMany()
}

/** What a line names: people masked, doctors and institutions in full. */
export const namesOf = async ({ db, cipher }: Context, rows: readonly Consultation[]) => {
  const [people, doctorsOf] = await Promise.all([
    findPeopleByIds(
      db,
      rows.map(c => c.personId),
    ),
    doctorNames(db, rows),
  ])
  return (c: Consultation) => {
    const person = people.get(c.personId)
    const { doctorName, institutionName } = doctorsOf(c)
    return {
      personName: person ? maskName(openName(cipher, person)) : '',
      doctorName: doctorName || c.doctorId,
      institutionName: institutionName || c.institutionId,
    }
  }
}

/** Open ones count before answered ones. */
const complaintStates = async ({ db }: Context, consultationIds: string[]) => {
  const where = { consultationId: In(consultationIds) }
  const all = await db.manager.findBy(ConsultationComplaint, [
    { ...where, openKey: Not(IsNull()) },
    { ...where, openKey: IsNull() },
  ])
  const states = new Map<string, 'open' | 'answered'>()
  for (const { consultationId, openKey } of all)
    if (openKey || !states.has(consultationId)) states.set(consultationId, openKey ? 'open' : 'answered')
  return states
}

export const findConsultations = async (context: Context, asking: Asking, query: ConsultationQuery) => {
  const days = DateTime.fromISO(query.to).diff(DateTime.fromISO(query.from), 'days').days + 1
  if (days < 1 || days > longestDays) return problem('range_invalid', { days: longestDays })
  const rows = await find(context, query)
  const shown = rows.slice(0, pageSize)
  const [names, complaints] = await Promise.all([
    namesOf(context, shown),
    complaintStates(
      context,
      shown.map(c => c.consultationId),
    ),
  ])
  const looks = shown.map(c => lookOf(context, asking, 'consultations.find', c.personId))
  await recordAccesses(
    context.db,
    looks.map(look => ({ ...look, at: looks[0]!.at })),
    { onceEvery: 'hour' },
  )
  return {
    consultations: shown.map(c => ({
      consultationId: c.consultationId,
      status: c.status,
      outcome: c.outcome,
      ...names(c),
      askedAt: c.askedAt.toISOString(),
      acceptBefore: c.acceptBefore?.toISOString() ?? null,
      complaint: complaints.get(c.consultationId) ?? null,
    })),
    next: rows.length > pageSize ? shown.at(-1)!.consultationId : null,
  }
}
