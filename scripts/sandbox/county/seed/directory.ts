import { type HealthcareService, type Location, type Organization } from '@medplum/fhirtypes'
import { codeSystems, extensionUrls, identifierSystems, institutionKinds } from 'shared/kernel/fhir-systems'
import { type DepartmentKind, departmentKinds } from './departments'
import { type DepartmentSeed, type InstitutionSeed, institutions } from './institutions'
import { creditCode } from './numbers'

/** Organization, Location and HealthcareService of every institution. */
export function buildDirectory(): (Organization | Location | HealthcareService)[] {
  return institutions.flatMap((institution, at) => [
    organizationOf(institution, at + 1),
    locationOf(institution),
    ...institution.departments.map(department => serviceOf(institution, department)),
  ])
}

function organizationOf({ key, kind, name, phone, address, partOf }: InstitutionSeed, order: number): Organization {
  return {
    resourceType: 'Organization',
    id: `org-${key}`,
    identifier: [{ system: identifierSystems.institution, value: creditCode(order) }],
    active: true,
    type: [{ coding: [{ system: codeSystems.institutionKind, code: kind, display: institutionKinds[kind] }] }],
    name,
    telecom: [{ system: 'phone', value: phone }],
    address: [{ text: address }],
    ...(partOf ? { partOf: { reference: `Organization/org-${partOf}` } } : {}),
  }
}

function locationOf(institution: InstitutionSeed): Location {
  const { key, name, address, latitude, longitude, howToGetThere, phone } = institution
  return {
    resourceType: 'Location',
    id: `loc-${key}`,
    extension: [{ url: extensionUrls.howToGetThere, valueString: howToGetThere }],
    status: 'active',
    name,
    mode: 'instance',
    telecom: [{ system: 'phone', value: phone }],
    address: { text: address },
    position: { latitude, longitude },
    managingOrganization: { reference: `Organization/org-${key}` },
  }
}

function serviceOf({ key }: InstitutionSeed, { code, place }: DepartmentSeed): HealthcareService {
  const kind: DepartmentKind = departmentKinds[code]
  return {
    resourceType: 'HealthcareService',
    id: `svc-${key}-${code}`,
    extension: [
      { url: extensionUrls.place, valueString: place },
      ...kind.keywords.map(keyword => ({ url: extensionUrls.keyword, valueString: keyword })),
    ],
    identifier: [{ system: identifierSystems.department, value: `${key}-${code}` }],
    active: true,
    providedBy: { reference: `Organization/org-${key}` },
    type: [{ coding: [{ system: codeSystems.department, code, display: kind.name }], text: kind.name }],
    location: [{ reference: `Location/loc-${key}` }],
    name: kind.name,
  }
}
