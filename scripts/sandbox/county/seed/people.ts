import { type Patient } from '@medplum/fhirtypes'
import { extensionUrls, identifierSystems } from 'shared/kernel/fhir-systems'
import { othersOnFile, type PersonOnFile, personas } from '../personas'
import { institutions } from './institutions'
import { type Gender, pickName, pickSurname } from './names'
import { identityNumber, inventedPhone } from './numbers'
import { pick, seededRandom } from './random'

/** First number of the phone range that is not a persona's. */
const FIRST_PHONE = 1000
const ethnicGroups = ['汉族', '汉族', '汉族', '汉族', '土家族', '苗族']

/** The demo personas with their families, and `count` further people living in households. */
export function buildPeople(count: number): Patient[] {
  const known: PersonOnFile[] = [
    ...personas.flatMap(persona => {
      const { patientId } = persona
      return [...(patientId ? [{ ...persona, patientId }] : []), ...persona.family]
    }),
    ...othersOnFile,
  ]
  return [...known.map(person => patientOf(person, '汉族', organizationAt(person.address))), ...buildHouseholds(count)]
}

function buildHouseholds(count: number): Patient[] {
  const random = seededRandom('people')
  const homes = institutions.filter(({ kind }) => kind !== 'county-hospital' && kind !== 'chinese-medicine-hospital')
  const patients: Patient[] = []
  for (let house = 1; patients.length < count; house++) {
    const home = pick(random, homes)
    const address = `${home.address.replace(/(中街|河滨路|集镇).*$/, '集镇')}${(house % 180) + 1}号`
    const ethnic = pick(random, ethnicGroups)
    for (const member of household(random, patients.length, address)) {
      if (patients.length < count) patients.push(patientOf(member, ethnic, `org-${home.key}`))
    }
  }
  return patients.map((patient, at) => soil(patient, patients, at))
}

/** A couple, none to two children, sometimes an old parent; or an elder alone. */
function household(random: () => number, from: number, address: string): PersonOnFile[] {
  const people: PersonOnFile[] = []
  const add = (gender: Gender, bornFrom: number, years: number, surname: string, hasPhone: boolean): void => {
    const order = from + people.length
    const birthDate = randomDay(random, bornFrom, years)
    people.push({
      patientId: `pat-${String(order + 1).padStart(5, '0')}`,
      name: pickName(random, gender, surname),
      gender,
      birthDate,
      identityNumber: identityNumber(birthDate, ((order * 2) % 900) + 50 + (gender === 'male' ? 1 : 0)),
      ...(hasPhone ? { phoneOnFile: inventedPhone(FIRST_PHONE + order) } : {}),
      address,
    })
  }
  const surname = pickSurname(random)
  if (random() < 0.15) {
    add(random() < 0.5 ? 'male' : 'female', 1940, 18, surname, random() < 0.6)
    return people
  }
  add('male', 1965, 32, surname, true)
  add('female', 1966, 32, pickSurname(random), true)
  for (let children = Math.floor(random() * 3); children > 0; children--) {
    add(random() < 0.5 ? 'male' : 'female', 2008, 18, surname, false)
  }
  if (random() < 0.4) add(random() < 0.5 ? 'male' : 'female', 1938, 22, surname, random() < 0.5)
  return people
}

function randomDay(random: () => number, fromYear: number, years: number): string {
  const part = (below: number): string => String(1 + Math.floor(random() * below)).padStart(2, '0')
  return `${fromYear + Math.floor(random() * years)}-${part(12)}-${part(28)}`
}

/** Real county data is dirty: now and then a file's sex contradicts its number, or two files share a number. */
function soil(patient: Patient, all: Patient[], at: number): Patient {
  if (at % 211 === 210) return { ...patient, gender: patient.gender === 'male' ? 'female' : 'male' }
  if (at % 503 === 502) return { ...patient, identifier: all[at - 1]!.identifier }
  return patient
}

function organizationAt(address: string): string {
  const village = institutions.find(({ kind, address: at }) => kind === 'village-clinic' && address.startsWith(at))
  return `org-${village?.key ?? 'qingshi'}`
}

function patientOf(person: PersonOnFile, ethnicGroup: string, organizationId: string): Patient {
  const { patientId, name, gender, birthDate, address, phoneOnFile } = person
  return {
    resourceType: 'Patient',
    id: patientId,
    extension: [{ url: extensionUrls.ethnicGroup, valueString: ethnicGroup }],
    identifier: [{ system: identifierSystems.identityNumber, value: person.identityNumber }],
    active: true,
    name: [{ text: name, family: name.slice(0, 1), given: [name.slice(1)] }],
    ...(phoneOnFile ? { telecom: [{ system: 'phone', value: phoneOnFile, use: 'mobile' }] } : {}),
    gender,
    birthDate,
    address: [{ text: address }],
    managingOrganization: { reference: `Organization/${organizationId}` },
  }
}
