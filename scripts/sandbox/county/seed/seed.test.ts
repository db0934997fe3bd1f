import { type Extension, type Patient, type Schedule, type Slot } from '@medplum/fhirtypes'
import { extensionUrls } from 'shared/kernel/fhir-systems'
import { personas } from '../personas'
import { type Resource } from '../resource'
import { createStore, type Store } from '../store'
import { validate } from '../validate'
import { seedCounty } from './seed'
import { rollSessions } from './roll'

const now = (): number => Date.parse('2026-11-22T16:30:00Z')
let store: Store

beforeAll(() => {
  store = createStore()
  seedCounty(store, { people: 2000 })
  rollSessions(store, { seedDate: '2026-11-23', now })
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

it('refers to nothing that is not here', () => {
  for (const { actor } of all<Schedule>('Schedule')) {
    for (const { reference = '' } of actor!) {
      const [type = '', id = ''] = reference.split('/')
      expect(store.current(type, id)).toBeDefined()
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

it('lays out a further day when a day has passed, and touches the others not at all', () => {
  const before = store.current('Schedule', all<Schedule>('Schedule')[0]!.id!)!
  const rolling = rollSessions(store, { seedDate: '2026-11-24', now })
  rolling.stop()
  const days = new Set(all<Schedule>('Schedule').map(({ planningHorizon }) => planningHorizon!.start!.slice(0, 10)))
  expect([days.size, [...days].sort().at(-1)]).toEqual([16, '2026-12-08'])
  expect(store.current('Schedule', before.resource.id)).toBe(before)
})

function isJoint(schedule: Schedule): boolean {
  return schedule.extension!.some(({ url }) => url === extensionUrls.jointClinic)
}
