import { type Practitioner, type PractitionerQualification, type PractitionerRole } from '@medplum/fhirtypes'
import { DateTime } from 'luxon'
import {
  codeSystems,
  extensionUrls,
  identifierSystems,
  qualificationCodes,
  type TitleCode,
  titleCodes,
} from 'shared/kernel/fhir-systems'
import { personas } from '../personas'
import { type DepartmentCode, type DepartmentKind, departmentKinds } from './departments'
import { institutions, jointClinics } from './institutions'
import { type Gender, pickName } from './names'
import { pick, seededRandom } from './random'

export interface Doctor {
  /** `<institution>-<department>-<number>`; the Practitioner is `doc-<key>`. */
  key: string
  name: string
  gender: Gender
  title: TitleCode
  institution: string
  department: DepartmentCode
  goodAt: string
  /** Position among the doctors of the department, and their number. */
  position: number
  colleagues: number
}

export function buildDoctors(): Doctor[] {
  const random = seededRandom('doctors')
  return institutions.flatMap(institution =>
    institution.departments.flatMap(({ code, doctors }) =>
      doctors.map((title, position): Doctor => {
        const key = `${institution.key}-${code}-${position + 1}`
        const gender: Gender = random() < 0.55 ? 'male' : 'female'
        const named = { name: pickName(random, gender), gender }
        const persona = personas.find(({ practitionerId }) => practitionerId === `doc-${key}`)
        const { name, gender: sex } = persona ?? named
        const kind: DepartmentKind = departmentKinds[code]
        const goodAt = pick(random, kind.goodAt)
        const place = { institution: institution.key, department: code }
        return { key, name, gender: sex, title, ...place, goodAt, position, colleagues: doctors.length }
      }),
    ),
  )
}

/** @param today YYYY-MM-DD */
export function doctorResources(doctors: Doctor[], today: string): (Practitioner | PractitionerRole)[] {
  return doctors.flatMap(doctor => [
    practitionerOf(doctor, today),
    roleOf(doctor, doctor.institution, doctor.department),
    ...jointClinics
      .filter(({ doctor: key }) => key === doctor.key)
      .map(({ township }) => roleOf(doctor, township, 'joint-clinic')),
  ])
}

function practitionerOf(doctor: Doctor, today: string): Practitioner {
  const { key, name, gender } = doctor
  const qualification = qualificationsOf(doctor, today)
  return {
    resourceType: 'Practitioner',
    id: `doc-${key}`,
    identifier: [{ system: identifierSystems.practitioner, value: key }],
    active: true,
    name: [{ text: name, family: name.slice(0, 1), given: [name.slice(1)] }],
    gender,
    ...(qualification.length > 0 ? { qualification } : {}),
  }
}

/** Years on their own that a title usually takes. */
const yearsOf: Record<TitleCode, number> = { chief: 24, 'associate-chief': 16, attending: 9, resident: 4, village: 13 }
/** Too short for online consultation. */
export const ONE_YEAR_DOCTOR = 'county-orthopaedics-3'
/** Their file does not tell since when. */
export const UNTOLD_DOCTOR = 'county-respiratory-3'
/** A general practitioner who may treat small children too. */
export const PAEDIATRIC_GENERAL_DOCTOR = 'qingshi-general-2'

function qualificationsOf({ key, title, department, position }: Doctor, today: string): PractitionerQualification[] {
  const years = key === ONE_YEAR_DOCTOR ? 1 : yearsOf[title] + position
  const since = DateTime.fromISO(today).minus({ years, months: 2 }).toISODate()!
  const isPaediatric = department === 'paediatrics' || key === PAEDIATRIC_GENERAL_DOCTOR
  return [
    ...(key === UNTOLD_DOCTOR ? [] : [qualification('independent-practice', since)]),
    ...(isPaediatric ? [qualification('paediatric', since)] : []),
  ]
}

function qualification(code: keyof typeof qualificationCodes, since: string): PractitionerQualification {
  const display = qualificationCodes[code]
  return {
    code: { coding: [{ system: codeSystems.qualification, code, display }], text: display },
    period: { start: since },
  }
}

function roleOf({ key, title, goodAt }: Doctor, institution: string, code: DepartmentCode): PractitionerRole {
  return {
    resourceType: 'PractitionerRole',
    id: `role-${key}-at-${institution}`,
    extension: [{ url: extensionUrls.goodAt, valueString: goodAt }],
    active: true,
    practitioner: { reference: `Practitioner/doc-${key}` },
    organization: { reference: `Organization/org-${institution}` },
    code: [{ coding: [{ system: codeSystems.title, code: title, display: titleCodes[title] }] }],
    specialty: [{ coding: [{ system: codeSystems.department, code, display: departmentKinds[code].name }] }],
    location: [{ reference: `Location/loc-${institution}` }],
    healthcareService: [{ reference: `HealthcareService/svc-${institution}-${code}` }],
  }
}
