/** Finds a person in the county's files by name and identity number. Asks the platform: never inside a transaction. */
import { IsNull, Not } from 'typeorm'
import { identityNumberProblem, readIdentityNumber } from 'shared/identity/identity-number'
import { type Problem, isProblem, problem } from 'shared/kernel/errors'
import type { Context } from '../../context'
import type { PlatformPerson } from '../../relay/connector'
import { Person } from './person.entity'
import { giveAttemptBack, spendAttempt } from './attempts'

export interface Identification {
  name: string
  identityNumber: string
}
export type NotIdentified = Problem<
  | 'identity_number_invalid'
  | 'person_not_found'
  | 'person_conflict'
  | 'identity_guesses'
  | 'county_platform_unavailable'
>

/** GB 11643: birth date and sex inside the number must agree with the file; residents cannot override that, staff may. */
export const contradictions = (person: PlatformPerson, identityNumber: string): ('birth_date' | 'sex')[] => {
  const { birthDate, sex } = readIdentityNumber(identityNumber)
  return [
    ...(person.birthDate === birthDate ? [] : ['birth_date' as const]),
    ...(person.sex === sex || person.sex === 'unknown' ? [] : ['sex' as const]),
  ]
}

/** Wrong names for one number are counted over everybody who tries, also where the number is nobody's. */
const guessing = ({ cipher }: Context, identityNumber: string): string =>
  `identity:${cipher.index(identityNumber, 'identity_number')}`

/** The file that staff chose earlier, if it still bears this name. */
const chosenOf = async ({ db, cipher }: Context, identityNumber: string, files: PlatformPerson[], name: string) => {
  const identityIndex = cipher.index(identityNumber, 'identity_number')
  const person = await db.manager.findOneBy(Person, { identityIndex, fileChosenAt: Not(IsNull()) })
  return files.find(f => f.platformId === person?.platformId && f.name === name)
}

/**
 * A wrong name answers like an unknown number, so that nobody learns whose number it is. Several files, or a file that
 * contradicts the number, are for a clinic to mend.
 */
export const findOnPlatform = async (
  context: Context,
  { name, identityNumber }: Identification,
): Promise<PlatformPerson | NotIdentified> => {
  if (identityNumberProblem(identityNumber)) return problem('identity_number_invalid')
  const { db, county, clock, config } = context
  const guess = guessing(context, identityNumber)
  if (!(await spendAttempt(db, guess, config.GUESSES_PER_DAY, clock.now()))) return problem('identity_guesses')
  const found = await county.findPeople(identityNumber)
  const person = isProblem(found) ? undefined : found.find(p => p.name === name)
  if (isProblem(found) || person) await giveAttemptBack(db, guess)
  if (isProblem(found)) return found
  if (!person) return problem('person_not_found')
  if (found.length === 1 && !contradictions(person, identityNumber).length) return person
  return (await chosenOf(context, identityNumber, found, name)) ?? problem('person_conflict')
}
