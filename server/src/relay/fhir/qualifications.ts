/** What a doctor may do by Practitioner.qualification, as far as the platform tells it. */
import type { Practitioner, PractitionerQualification } from '@medplum/fhirtypes'
import { DateTime } from 'luxon'
import { codeSystems, type qualificationCodes } from 'shared/kernel/fhir-systems'
import { isCoded } from './record-words'

type Code = keyof typeof qualificationCodes

/** FHIR dates may be a year or a month alone: its last day, so that nobody counts as qualified too early. */
const lastDay = (date: string): string | null => {
  const parts = ['year', 'month', 'day'] as const
  const precise = parts[date.slice(0, 10).split('-').length - 1]
  return precise ? DateTime.fromISO(date.slice(0, 10), { zone: 'utc' }).endOf(precise).toISODate() : null
}

const inForce = (practitioner: Practitioner, code: Code, today: string): PractitionerQualification[] =>
  (practitioner.qualification ?? []).filter(q => {
    const end = q.period?.end && lastDay(q.period.end)
    return isCoded(q.code, codeSystems.qualification, [code]) && !(end && end < today)
  })

/** A qualification that begins later is none yet; of one whose beginning nobody tells it is enough that it stands. */
export const isQualified = (practitioner: Practitioner, code: Code, today: string): boolean =>
  inForce(practitioner, code, today).some(({ period }) => {
    const start = period?.start && lastDay(period.start)
    return !start || start <= today
  })

/** The first day of it, or null when there is none or nobody tells it. */
export const qualifiedSince = (practitioner: Practitioner, code: Code, today: string): string | null => {
  const starts = inForce(practitioner, code, today).map(({ period }) => (period?.start ? lastDay(period.start) : null))
  return starts.filter(start => start !== null).sort()[0] ?? null
}
