/** Organization, Location, HealthcareService, Practitioner, PractitionerRole → the directory's own words. */
import type {
  HealthcareService,
  Location,
  Organization,
  Practitioner,
  PractitionerRole,
  Resource,
} from '@medplum/fhirtypes'
import { codeSystems, extensionUrls, identifierSystems, titleCodes } from 'shared/kernel/fhir-systems'
import type {
  DirectoryChanges,
  IncomingDepartment,
  IncomingDoctor,
  IncomingInstitution,
  IncomingSeat,
} from '../../modules/directory'
import { cut, cutOrNull, extensionOf, idOf, lastUpdatedOf } from './elements'
import { isQualified, qualifiedSince } from './qualifications'

export interface DirectoryResources {
  Organization: Organization[]
  Location: Location[]
  HealthcareService: HealthcareService[]
  Practitioner: Practitioner[]
  PractitionerRole: PractitionerRole[]
}

const kinds: Record<string, IncomingInstitution['kind']> = {
  'county-hospital': 'hospital',
  'chinese-medicine-hospital': 'tcm_hospital',
  'township-centre': 'township',
  'village-clinic': 'village',
}
/** 主任医师 and 副主任医师 give expert numbers. */
const expertTitles = ['chief', 'associate-chief']

const newest = (resources: (Resource | undefined)[]): Date =>
  new Date(Math.max(...resources.filter(r => r !== undefined).map(r => lastUpdatedOf(r).getTime())))

const codeOf = (
  concepts: { coding?: { system?: string; code?: string; display?: string }[] }[] | undefined,
  system: string,
) => concepts?.flatMap(c => c.coding ?? []).find(c => c.system === system)

/** Organizations that are no institution a resident can go to (an insurer, an office) are left out. */
const institutionOf = (organization: Organization, locations: Location[]): IncomingInstitution | undefined => {
  const kind = kinds[codeOf(organization.type, codeSystems.institutionKind)?.code ?? '']
  if (!kind) return undefined
  const location = locations.find(l => idOf(l.managingOrganization, 'Organization') === organization.id)
  const phones = [...(organization.telecom ?? []), ...(location?.telecom ?? [])]
  const position = location?.position
  return {
    institutionId: organization.id!,
    name: cut(organization.name ?? '', 120),
    kind,
    address: cut(organization.address?.[0]?.text ?? location?.address?.text ?? '', 255),
    phone: cutOrNull(phones.find(t => t.system === 'phone')?.value, 40),
    directions: cutOrNull(location && extensionOf(location, extensionUrls.howToGetThere)?.valueString, 500),
    creditCode: cutOrNull(organization.identifier?.find(i => i.system === identifierSystems.institution)?.value, 18),
    position:
      position?.latitude !== undefined && position.longitude !== undefined
        ? { latitude: position.latitude, longitude: position.longitude }
        : null,
    active: organization.active !== false,
    updatedAt: newest([organization, location]),
  }
}

const departmentOf = (service: HealthcareService): IncomingDepartment | undefined => {
  const institutionId = idOf(service.providedBy, 'Organization')
  if (!institutionId) return undefined
  return {
    departmentId: service.id!,
    institutionId,
    name: cut(service.name ?? service.type?.[0]?.text ?? '', 120),
    treats: (service.extension ?? []).flatMap(e =>
      e.url === extensionUrls.keyword && e.valueString ? [e.valueString] : [],
    ),
    place: cutOrNull(extensionOf(service, extensionUrls.place)?.valueString, 255),
    active: service.active !== false,
    updatedAt: lastUpdatedOf(service),
  }
}

const doctorOf = (practitioner: Practitioner, roles: PractitionerRole[], today: string): IncomingDoctor => {
  const own = roles.filter(r => r.active !== false)
  const title = codeOf(
    own.flatMap(r => r.code ?? []),
    codeSystems.title,
  )
  const [name] = practitioner.name ?? []
  return {
    doctorId: practitioner.id!,
    name: cut(name?.text ?? `${name?.family ?? ''}${(name?.given ?? []).join('')}`, 60),
    title: cutOrNull(title?.display ?? titleCodes[title?.code as keyof typeof titleCodes], 40),
    grade: expertTitles.includes(title?.code ?? '') ? 'expert' : 'ordinary',
    goodAt: cutOrNull(own.map(r => extensionOf(r, extensionUrls.goodAt)?.valueString).find(Boolean), 500),
    photoUrl: practitioner.photo?.[0]?.url ?? null,
    independentSince: qualifiedSince(practitioner, 'independent-practice', today),
    paediatric: isQualified(practitioner, 'paediatric', today),
    active: practitioner.active !== false && own.length > 0,
    updatedAt: newest([practitioner, ...roles]),
  }
}

const seatsOf = (role: PractitionerRole): IncomingSeat[] => {
  const doctorId = idOf(role.practitioner, 'Practitioner')
  const departments = (role.healthcareService ?? []).map(s => idOf(s, 'HealthcareService'))
  return departments.flatMap(departmentId =>
    doctorId && departmentId ? [{ doctorId, departmentId, active: role.active !== false }] : [],
  )
}

/** Two roles may name the same seat; it stands while one of them does. */
const merged = (seats: IncomingSeat[]): IncomingSeat[] => {
  const byKey = new Map<string, IncomingSeat>()
  for (const seat of seats) {
    const key = `${seat.doctorId} ${seat.departmentId}`
    byKey.set(key, { ...seat, active: seat.active || (byKey.get(key)?.active ?? false) })
  }
  return [...byKey.values()]
}

/**
 * The whole directory at once: an institution is an Organization and its Location, a doctor has roles.
 * @param today of the county: a qualification that has ended does not count.
 */
export const directoryFrom = (all: DirectoryResources, today: string): DirectoryChanges => {
  const rolesOf = (id: string) => all.PractitionerRole.filter(r => idOf(r.practitioner, 'Practitioner') === id)
  return {
    institutions: all.Organization.map(o => institutionOf(o, all.Location)).filter(i => i !== undefined),
    departments: all.HealthcareService.map(departmentOf).filter(d => d !== undefined),
    doctors: all.Practitioner.map(p => doctorOf(p, rolesOf(p.id!), today)),
    seats: merged(all.PractitionerRole.flatMap(seatsOf)),
  }
}
