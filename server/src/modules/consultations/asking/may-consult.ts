/** Which doctors may answer online at all, and whom (互联网诊疗管理办法(试行) art. 13, 互联网诊疗监管细则 art. 19). */
import { DateTime } from 'luxon'
import { type Problem, problem } from 'shared/kernel/errors'
import type { Config } from '../../../config'
import type { Doctor } from '../../directory'
import { type ActorAndPerson, adultAge, ageOn } from '../../identity'

/** The last day on which somebody may have begun to practise on their own, to have the years today. */
export const practisedSince = (today: string, { CONSULTATION_PRACTICE_YEARS: years }: Config): string =>
  DateTime.fromISO(today).minus({ years }).toISODate()!

/** @param independentSince county day; null: not known, which is not enough */
export const hasPractised = (independentSince: string | null, today: string, config: Config): boolean =>
  independentSince !== null && independentSince <= practisedSince(today, config)

/** @param doctor of the directory as it is now: somebody who left it answers nobody either, however long they practised */
export const practiceRefusal = (
  doctor: Pick<Doctor, 'active' | 'independentSince'> | null,
  today: string,
  config: Config,
): Problem<'doctor_inactive' | 'practice_years_short'> | null => {
  if (!doctor?.active) return problem('doctor_inactive')
  return hasPractised(doctor.independentSince, today, config)
    ? null
    : problem('practice_years_short', { years: config.CONSULTATION_PRACTICE_YEARS })
}

export const needsGuardian = (age: number, { CONSULTATION_GUARDIAN_BELOW_AGE }: Config): boolean =>
  age < CONSULTATION_GUARDIAN_BELOW_AGE

/** @param age null: not registered */
const isGrownUp = (age: number | null): boolean => age !== null && age >= adultAge

const guardianRequired = ({ CONSULTATION_GUARDIAN_BELOW_AGE: age }: Config) => problem('guardian_required', { age })

interface Asker {
  /** The child's. */
  age: number
  basis: string
  byDoctor: boolean
  present: boolean
  /** Of who asks; null: not registered. */
  askerAge: number | null
}

/**
 * A small child is asked for by a grown-up relative's own account (民法典 art. 17, 27), with the relative there: not by the
 * child, not by a doctor, not by somebody under age to whom the child's phone gave a proxy.
 */
export const guardianRefusal = (
  { age, basis, byDoctor, present, askerAge }: Asker,
  config: Config,
): Problem<'guardian_required'> | null => {
  if (!needsGuardian(age, config)) return null
  const guarded = basis !== 'self' && !byDoctor && present && isGrownUp(askerAge)
  return guarded ? null : guardianRequired(config)
}

/**
 * In the talk as well: neither the child's own account nor a relative under age writes; they may read it, and leave the
 * words to a grown-up.
 */
export const wordsRefusal = (
  { basis, birthDate, selfBirthDate }: Pick<ActorAndPerson, 'basis' | 'birthDate' | 'selfBirthDate'>,
  today: string,
  config: Config,
): Problem<'guardian_required'> | null => {
  if (!needsGuardian(ageOn(birthDate, today), config)) return null
  const age = selfBirthDate === null ? null : ageOn(selfBirthDate, today)
  return basis !== 'self' && isGrownUp(age) ? null : guardianRequired(config)
}

export const paediatricRefusal = (
  { age, paediatric }: { age: number; paediatric: boolean },
  config: Config,
): Problem<'paediatric_doctor_required'> | null =>
  !needsGuardian(age, config) || paediatric
    ? null
    : problem('paediatric_doctor_required', { age: config.CONSULTATION_GUARDIAN_BELOW_AGE })
