import {
  type CareTeam,
  type Extension,
  type Observation,
  type Patient,
  type Practitioner,
  type Schedule,
  type Slot,
} from '@medplum/fhirtypes'
import { extensionUrls } from 'shared/kernel/fhir-systems'
import { checkRules } from '../business-rules'
import { checkReferences } from '../interactions'
import { personas } from '../personas'
import { type Resource } from '../resource'
import { createStore, type Store } from '../store'
import { validate } from '../validate'
import { buildDirectory } from './directory'
import { buildPeople } from './people'
import { ONE_YEAR_DOCTOR, PAEDIATRIC_GENERAL_DOCTOR, UNTOLD_DOCTOR } from './doctors'
import { seedCounty } from './seed'
import { rollSessions } from './roll'

const now = (): number => Date.parse('2026-11-22T16:30:00Z')
let store: Store

beforeAll(() => {
  store = createStore()
  seedCounty(store, { people: 2000, today: '2026-11-23' })
  rollSessions(store, { seedDate: '2026-11-23', days: 15, now })
})

const all = <T>(type: string): T[] => [...store.changedSince(type)].map(({ resource }) => resource as unknown as T)
const extension = (of: { extension?: Extension[] }, url: string): Extension =>
  of.extension!.find(found => found.url === url)!

it('holds the county of the design: institutions, doctors, people', () => {
  const counts = store.counts()
  expect(counts.Organization).toBe(11)
  expect(counts.Practitioner).toBeGreaterThan(50)
  expect(counts.Patient).toBeGreaterThanOrEqual(2000)
})

it('is valid FHIR R4 throughout', () => {
  for (const type of Object.keys(store.counts())) {
    for (const { resource } of store.changedSince(type)) expect(() => validate(resource as Resource)).not.toThrow()
  }
})

it('refers to nothing that is not here, and keeps the rules it judges others by', () => {
  for (const type of Object.keys(store.counts())) {
    for (const { resource } of store.changedSince(type)) {
      expect(() => checkReferences(store, resource)).not.toThrow()
      expect(() => checkRules(store, resource)).not.toThrow()
    }
  }
})

it('cuts sessions into segments of 30 minutes whose pools add up to the capacity', () => {
  for (const slot of all<Slot>('Slot')) {
    expect(Date.parse(slot.end!) - Date.parse(slot.start!)).toBe(30 * 60_000)
    const shares = extension(slot, extensionUrls.pools).extension!.map(({ valueInteger = 0 }) => valueInteger)
    const sum = shares.reduce((total, share) => total + share, 0)
    expect(sum).toBe(extension(slot, extensionUrls.capacity).valueInteger)
    expect(Math.min(...shares)).toBeGreaterThanOrEqual(0)
  }
})

it('has a session in every department of the hospitals on each of 15 days', () => {
  const sessions = new Set(
    all<Schedule>('Schedule').map(schedule => {
      const department = extension(schedule, extensionUrls.department).valueReference!.reference
      return `${department} ${schedule.planningHorizon!.start!.slice(0, 10)}`
    }),
  )
  const days = new Set([...sessions].map(session => session.slice(-10)))
  expect(days.size).toBe(15)
  for (const { id } of all<{ id: string }>('HealthcareService')) {
    if (!/^svc-(county|tcm)-/.test(id)) continue
    for (const day of days) expect(sessions).toContain(`HealthcareService/${id} ${day}`)
  }
})

it('sends hospital doctors to the townships and nobody to two places at once', () => {
  const joint = all<Schedule>('Schedule').filter(schedule => schedule.id!.includes('county-') && isJoint(schedule))
  expect(joint.length).toBeGreaterThan(10)
  expect(new Set(all<Schedule>('Schedule').map(({ id }) => id)).size).toBe(store.counts().Schedule)
})

it('uses identity numbers with a right check character on the region that does not exist', () => {
  for (const { identifier } of all<Patient>('Patient')) {
    const number = identifier![0]!.value!
    const sum = [...number].reduce(
      (total, digit, at) => total + (digit === 'X' ? 10 : Number(digit)) * 2 ** (17 - at),
      0,
    )
    expect([number.slice(0, 6), sum % 11]).toEqual(['990000', 1])
  }
})

it('knows the personas, except the one who is nowhere on file', () => {
  const unknown = personas.filter(({ patientId }) => !patientId || !store.current('Patient', patientId))
  expect(unknown.map(({ key }) => key)).toEqual(['resident-without-file'])
  const doctors = personas.filter(({ role }) => role === 'doctor')
  for (const { practitionerId } of doctors) expect(store.current('Practitioner', practitionerId!)).toBeDefined()
})

const qualified = (code: string): Practitioner[] =>
  all<Practitioner>('Practitioner').filter(({ qualification = [] }) =>
    qualification.some(q => q.code.coding![0]!.code === code),
  )
const sinceOf = ({ qualification = [] }: Practitioner): string => qualification[0]?.period?.start ?? ''

it('knows since when doctors see patients on their own: long, but for one, and of one not at all', () => {
  const doctors = all<Practitioner>('Practitioner')
  const untold = doctors.filter(doctor => !qualified('independent-practice').includes(doctor))
  expect(untold.map(({ id }) => id)).toEqual([`doc-${UNTOLD_DOCTOR}`])
  const short = qualified('independent-practice').filter(doctor => sinceOf(doctor) > '2023-11-23')
  expect(short.map(({ id }) => id)).toEqual([`doc-${ONE_YEAR_DOCTOR}`])
  expect(qualified('paediatric').map(({ id }) => id)).toContain(`doc-${PAEDIATRIC_GENERAL_DOCTOR}`)
  expect(qualified('paediatric').length).toBeGreaterThan(2)
})

it('holds histories of several ages, of nobody’s future, and family-doctor teams of three', () => {
  const subjects = new Set(all<Observation>('Observation').map(({ subject }) => subject!.reference))
  const born = [...subjects].map(reference => {
    const patient = store.current('Patient', reference!.split('/')[1]!)!.resource as unknown as Patient
    return Number(patient.birthDate!.slice(0, 4))
  })
  expect([Math.min(...born), Math.max(...born)]).toEqual([1943, 2023])
  expect(subjects).not.toContain('Patient/pat-xu-chunyan')
  for (const { effectiveDateTime } of all<Observation>('Observation')) {
    expect(Date.parse(effectiveDateTime!)).toBeLessThan(now())
  }
  for (const { participant } of all<CareTeam>('CareTeam')) expect(participant).toHaveLength(3)
})

it('adds what came later to a county that was filled before, once', () => {
  const old = createStore()
  const known = buildPeople(3).filter(({ id }) => id !== 'pat-zhou-xiaomai')
  old.atomically(() => {
    for (const resource of [...buildDirectory(), ...known]) old.put(resource.id!, resource as unknown as Resource)
    old.setFact('seeded', true)
  })
  seedCounty(old, { people: 3, today: '2026-11-24' })
  expect(old.counts().Patient).toBe(known.length + 1)
  const [patient, team] = [old.current('Patient', known[0]!.id!), old.current('CareTeam', 'team-wang-defu')]
  expect([patient!.resource.meta.versionId, team!.resource.meta.versionId]).toEqual(['1', '1'])
  seedCounty(old, { people: 3, today: '2026-11-25' })
  expect(old.current('CareTeam', 'team-wang-defu')).toBe(team)
})

it('lays out a further day when a day has passed, and touches the others not at all', () => {
  const before = store.current('Schedule', all<Schedule>('Schedule')[0]!.id!)!
  const rolling = rollSessions(store, { seedDate: '2026-11-24', days: 15, now })
  rolling.stop()
  const days = new Set(all<Schedule>('Schedule').map(({ planningHorizon }) => planningHorizon!.start!.slice(0, 10)))
  expect([days.size, [...days].sort().at(-1)]).toEqual([16, '2026-12-08'])
  expect(store.current('Schedule', before.resource.id)).toBe(before)
})

function isJoint(schedule: Schedule): boolean {
  return schedule.extension!.some(({ url }) => url === extensionUrls.jointClinic)
}
