import { type Practitioner, type PractitionerRole } from '@medplum/fhirtypes'
import { codeSystems, extensionUrls, identifierSystems, type TitleCode, titleCodes } from 'shared/kernel/fhir-systems'
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

export function doctorResources(doctors: Doctor[]): (Practitioner | PractitionerRole)[] {
  return doctors.flatMap(doctor => [
    practitionerOf(doctor),
    roleOf(doctor, doctor.institution, doctor.department),
    ...jointClinics
      .filter(({ doctor: key }) => key === doctor.key)
      .map(({ township }) => roleOf(doctor, township, 'joint-clinic')),
  ])
}

function practitionerOf({ key, name, gender }: Doctor): Practitioner {
  return {
    resourceType: 'Practitioner',
    id: `doc-${key}`,
    identifier: [{ system: identifierSystems.practitioner, value: key }],
    active: true,
    name: [{ text: name, family: name.slice(0, 1), given: [name.slice(1)] }],
    gender,
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
