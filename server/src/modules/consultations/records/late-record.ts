/**
 * What was accepted and then lapsed was a consultation all the same, and has its record (互联网诊疗监管细则 art. 18, 20): its
 * doctor writes it within some days after the end. How it ended, and that the fee went back, stay as they are.
 */
import { type FindOptionsWhere, In, MoreThan, Raw } from 'typeorm'
import type { Config } from '../../../config'
import { type Db, managerOf } from '../../../db/transaction'
import type { Consultation } from '../consultation.entity'
import { ConsultationSummary } from '../summary.entity'

const dayMs = 86_400_000
type Days = Pick<Config, 'CONSULTATION_LATE_RECORD_DAYS'>
type Ended = Pick<Consultation, 'outcome' | 'endedAt'>

/** As far as the row says; whether it has a record already is asked of those. */
export const maySignLate = (
  { outcome, endedAt }: Ended,
  now: Date,
  { CONSULTATION_LATE_RECORD_DAYS: days }: Days,
): boolean => outcome === 'lapsed' && endedAt !== null && now.getTime() < endedAt.getTime() + days * dayMs

export const hasRecord = (db: Db, consultationId: string): Promise<boolean> =>
  managerOf(db).existsBy(ConsultationSummary, { consultationId })

/** Those of some that still lack a record which may be written now. */
export const recordsDue = async (
  db: Db,
  rows: readonly (Ended & Pick<Consultation, 'consultationId'>)[],
  now: Date,
  config: Config,
): Promise<Set<string>> => {
  const late = rows.filter(c => maySignLate(c, now, config)).map(c => c.consultationId)
  const signed = late.length
    ? await managerOf(db).findBy(ConsultationSummary, { consultationId: In(late), version: 1 })
    : []
  const written = new Set(signed.map(s => s.consultationId))
  return new Set(late.filter(id => !written.has(id)))
}

/**
 * Those of these doctors that still lack a record which may be written now; nobody's where the county allows none.
 * @returns conditions, one for each place
 */
export const recordsDueAt = (
  places: readonly Pick<Consultation, 'doctorId' | 'institutionId'>[],
  now: Date,
  { CONSULTATION_LATE_RECORD_DAYS: days }: Days,
): FindOptionsWhere<Consultation>[] => {
  const due = {
    status: 'cancelled' as const,
    outcome: 'lapsed' as const,
    endedAt: MoreThan(new Date(now.getTime() - days * dayMs)),
    consultationId: Raw(id => `NOT EXISTS (SELECT 1 FROM consultation_summary s WHERE s.consultation_id = ${id})`),
  }
  return days > 0 ? places.map(place => ({ ...place, ...due })) : []
}
