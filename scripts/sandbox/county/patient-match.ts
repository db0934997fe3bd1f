import { type Patient } from '@medplum/fhirtypes'
import { identifierSystems } from 'shared/kernel/fhir-systems'
import { badRequest } from './outcome'
import { type Resource } from './resource'
import { identifierTerm } from './search-terms'
import { type Store } from './store'

type Grade = 'certain' | 'probable' | 'possible'

const scores: Record<Grade, number> = { certain: 1, probable: 0.8, possible: 0.5 }
const GRADE_URL = 'http://hl7.org/fhir/StructureDefinition/match-grade'

/**
 * Patient/$match. Identity number and name agree → certain (several files with one number all answer: a conflict that
 * the caller must see); the number alone → possible; name, birth date and sex without a number → probable.
 */
export function matchPatient(store: Store, base: string, body: unknown): Resource {
  const { asked, onlyCertain, count } = askedOf(body)
  const found = candidates(store, asked)
    .map(patient => ({ patient, grade: gradeOf(patient, asked) }))
    .filter((match): match is { patient: Patient; grade: Grade } => match.grade !== undefined)
    .filter(({ grade }) => !onlyCertain || grade === 'certain')
    .sort((a, b) => scores[b.grade] - scores[a.grade])
    .slice(0, count)
  return {
    resourceType: 'Bundle',
    type: 'searchset',
    total: found.length,
    ...(found.length === 0
      ? {}
      : {
          entry: found.map(({ patient, grade }) => ({
            fullUrl: `${base}/Patient/${patient.id}`,
            resource: patient,
            search: { mode: 'match', score: scores[grade], extension: [{ url: GRADE_URL, valueCode: grade }] },
          })),
        }),
  }
}

interface MatchParameters {
  parameter?: { name: string; resource?: Patient; valueBoolean?: boolean; valueInteger?: number }[]
}

function askedOf(body: unknown): { asked: Patient; onlyCertain: boolean; count: number } {
  const parameters = (body as MatchParameters | null)?.parameter ?? []
  const named = (name: string) => parameters.find(parameter => parameter.name === name)
  const asked = named('resource')?.resource
  if (asked?.resourceType !== 'Patient') throw badRequest('$match needs the parameter "resource" with a Patient')
  return {
    asked,
    onlyCertain: named('onlyCertainMatches')?.valueBoolean ?? false,
    count: named('count')?.valueInteger ?? 10,
  }
}

function candidates(store: Store, asked: Patient): Patient[] {
  const number = identityNumberOf(asked)
  if (number === undefined)
    return [...store.changedSince('Patient')].map(({ resource }) => resource as unknown as Patient)
  const ids = store.withTerm('Patient', identifierTerm(`${identifierSystems.identityNumber}|${number}`))
  return [...ids].map(id => store.current('Patient', id)!.resource as unknown as Patient)
}

function gradeOf(patient: Patient, asked: Patient): Grade | undefined {
  const sameName = nameOf(patient) === nameOf(asked) && nameOf(asked) !== undefined
  if (identityNumberOf(asked) !== undefined) return sameName ? 'certain' : 'possible'
  const sameBirth = asked.birthDate !== undefined && patient.birthDate === asked.birthDate
  return sameName && sameBirth && patient.gender === asked.gender ? 'probable' : undefined
}

function identityNumberOf({ identifier = [] }: Patient): string | undefined {
  return identifier.find(({ system }) => system === identifierSystems.identityNumber)?.value
}

function nameOf({ name = [] }: Patient): string | undefined {
  const [first] = name
  return first?.text ?? (first?.family === undefined ? undefined : first.family + (first.given ?? []).join(''))
}
