/** Finds a person in the county's files by name and identity number. Asks the platform: never inside a transaction. */
import { identityNumberProblem, readIdentityNumber } from 'shared/identity/identity-number'
import { type Problem, isProblem, problem } from 'shared/kernel/errors'
import type { CountyPlatform, PlatformPerson } from '../../relay/connector'

export interface Identification {
  name: string
  identityNumber: string
}
export type NotIdentified = Problem<
  'identity_number_invalid' | 'person_not_found' | 'person_conflict' | 'county_platform_unavailable'
>

/** GB 11643: birth date and sex inside the number must agree with the file; residents cannot override that. */
const agrees = (person: PlatformPerson, identityNumber: string): boolean => {
  const { birthDate, sex } = readIdentityNumber(identityNumber)
  return person.birthDate === birthDate && (person.sex === sex || person.sex === 'unknown')
}

/**
 * A wrong name answers like an unknown number, so that nobody learns whose number it is. Several files, or a file that
 * contradicts the number, are for a clinic to mend.
 */
export const findOnPlatform = async (
  county: CountyPlatform,
  { name, identityNumber }: Identification,
): Promise<PlatformPerson | NotIdentified> => {
  if (identityNumberProblem(identityNumber)) return problem('identity_number_invalid')
  const found = await county.findPeople(identityNumber)
  if (isProblem(found)) return found
  const person = found.find(p => p.name === name)
  if (!person) return problem('person_not_found')
  if (found.length > 1 || !agrees(person, identityNumber)) return problem('person_conflict')
  return person
}
