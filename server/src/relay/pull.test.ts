/** The way in, from the sandbox county platform: directory, schedules, decisions, and its nudge. */
import { codeSystems, extensionUrls, identifierSystems } from 'shared/kernel/fhir-systems'
import { ONE_YEAR_DOCTOR, UNTOLD_DOCTOR } from '../../../scripts/sandbox/county/seed/doctors'
import { AppointmentSession } from '../modules/appointments/session.entity'
import { AppointmentSlot } from '../modules/appointments/slot.entity'
import { Department, Doctor, Institution } from '../modules/directory'
import { nextFeed } from './fhir/feed'
import { RelaySync } from './relay-feed.entity'
import { syncNow } from './sync'
import { ask } from '../testing/client'
import { newClinic } from '../testing/clinic'
import { type TestServer, startTestServer } from '../testing/server'
import { newResident } from '../testing/signed-in'

const hookSecret = 'secret-of-the-county-hook'
let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ environment: { COUNTY_HOOK_SECRET: hookSecret } })
  await server.runJob('relay-sync')
})
afterAll(() => server.stop())
afterEach(() => server.misbehave('none'))

const sizes = () =>
  Promise.all(
    [Institution, Department, Doctor, AppointmentSession, AppointmentSlot].map(e => server.db.manager.count(e)),
  )
const countsThere = () => {
  const { Organization, HealthcareService, Practitioner, Schedule, Slot } = server.platform.store.counts()
  return [Organization, HealthcareService, Practitioner, Schedule, Slot]
}
const change = (type: string, id: string, values: object) => {
  const { store } = server.platform
  store.atomically(() => store.put(id, { ...store.current(type, id)!.resource, ...values }))
}
const openSession = () =>
  server.db.manager
    .createQueryBuilder(AppointmentSession, 's')
    .where(`s.state = 'open' AND s.day > '2000-01-01'`)
    .orderBy('s.day', 'DESC')
    .getOneOrFail()

test('the whole county is here after the first pull, and the same after doubled and shuffled ones', async () => {
  expect(await sizes()).toEqual(countsThere())
  const [institution] = await server.db.manager.findBy(Institution, { institutionId: 'org-county' })
  expect(institution).toMatchObject({ kind: 'hospital', active: true })
  expect(institution!.directions).toBeTruthy()
  const doctor = await server.db.manager.findOneByOrFail(Doctor, { grade: 'expert', active: true })
  expect(doctor.title).toMatch(/主任医师/)
  await server.misbehave('duplicates')
  await server.misbehave('reorderedFeed')
  await server.db.query('DELETE FROM relay_feed')
  await server.runJob('relay-sync')
  expect(await sizes()).toEqual(countsThere())
})

const doctorAt = (doctorId: string) => server.db.manager.findOneByOrFail(Doctor, { doctorId })
const qualification = (code: string, period: object) => ({
  code: { coding: [{ system: codeSystems.qualification, code }] },
  period,
})

test('since when a doctor works on their own, and whether they may treat small children', async () => {
  const years = async (id: string) =>
    server.clock.now().getFullYear() - Number((await doctorAt(id)).independentSince!.slice(0, 4))
  expect(await years('doc-qingshi-general-1')).toBeGreaterThan(3)
  expect(await years(`doc-${ONE_YEAR_DOCTOR}`)).toBeLessThan(3)
  expect(await doctorAt(`doc-${UNTOLD_DOCTOR}`)).toMatchObject({ independentSince: null, paediatric: false })
  expect(await server.db.manager.countBy(Doctor, { paediatric: true })).toBeGreaterThan(1)
})

test.each([
  ['a year alone counts from its end', [{ start: '2019' }], [], { independentSince: '2019-12-31', paediatric: false }],
  ['a month from its last day', [{ start: '2024-02' }], [], { independentSince: '2024-02-29', paediatric: false }],
  [
    'the earliest of several',
    [{ start: '2020-05-01' }, { start: '2012-05-01' }],
    [],
    { independentSince: '2012-05-01' },
  ],
  [
    'one that has ended is none',
    [{ start: '2012-05-01', end: '2020' }],
    [{ end: '2020-01-31' }],
    { independentSince: null, paediatric: false },
  ],
  ['one that begins later is none yet', [], [{ start: '2999' }], { paediatric: false }],
  ['one without dates stands', [{}], [{}], { independentSince: null, paediatric: true }],
])('of qualifications: %s', async (_what, independent, paediatric, wanted) => {
  change('Practitioner', 'doc-liuhe-general-1', {
    qualification: [
      { code: { text: '执业医师' } },
      ...independent.map(period => qualification('independent-practice', period)),
      ...paediatric.map(period => qualification('paediatric', period)),
    ],
  })
  await server.runJob('relay-sync')
  expect(await doctorAt('doc-liuhe-general-1')).toMatchObject(wanted)
})

test.each([
  ['long ago: nothing of it can still come', 121_000, { back: 0, settled: true }],
  ['just now: a slower write may still appear', 119_000, { back: 120_000, settled: false }],
  ['at a time its clock does not tell', null, { back: 120_000, settled: false }],
])('when the newest change was %s', (_when, age, { back, settled }) => {
  const newest = Date.parse('2026-11-21T12:00:00.000Z')
  const feed = nextFeed('Slot', { newest, servedAt: age === null ? null : newest + age })
  expect(feed).toEqual({ resourceType: 'Slot', since: new Date(newest - back), settled })
})

test('once the platform has been quiet, only what changed is asked for', async () => {
  await server.db.query('UPDATE relay_feed SET since = since + INTERVAL 2 MINUTE, settled = 1')
  expect(await syncNow(server.context)).toEqual({ changed: 0 })
  const { slotId } = await server.db.manager.findOneByOrFail(AppointmentSlot, { state: 'open' })
  change('Slot', slotId, {})
  expect(await syncNow(server.context)).toEqual({ changed: 1 })
})

test('a session stopped there is stopped here, with its reason; capacity follows', async () => {
  const { sessionId } = await openSession()
  const slot = await server.db.manager.findOneByOrFail(AppointmentSlot, { sessionId })
  const { extension } = server.platform.store.current('Slot', slot.slotId)!.resource as unknown as {
    extension: { url: string }[]
  }
  const pools = { url: extensionUrls.pools, extension: [{ url: 'public', valueInteger: slot.capacity + 2 }] }
  change('Slot', slot.slotId, { extension: [...extension.filter(e => e.url !== extensionUrls.pools), pools] })
  await server.runJob('relay-sync')
  expect(await server.db.manager.findOneByOrFail(AppointmentSlot, { slotId: slot.slotId })).toMatchObject({
    capacity: slot.capacity + 2,
  })
  change('Schedule', sessionId, { active: false, extension: scheduleExtensions(sessionId, '外出会诊') })
  await server.runJob('relay-sync')
  expect(await server.db.manager.findOneByOrFail(AppointmentSession, { sessionId })).toMatchObject({
    state: 'stopped',
    stopReason: '外出会诊',
  })
})
const scheduleExtensions = (id: string, reason: string) => {
  const { extension } = server.platform.store.current('Schedule', id)!.resource as unknown as { extension: object[] }
  return [...extension, { url: extensionUrls.stopReason, valueString: reason }]
}

test('a decision made there reaches the booking here, and goes out as its next version', async () => {
  const clinic = await newClinic(server)
  const { slotId } = await clinic.addSession()
  const { store } = server.platform
  const put = (resourceType: string, id: string) => store.put(id, { resourceType, id } as never)
  store.atomically(() => [
    put('Practitioner', clinic.doctorId),
    put('HealthcareService', clinic.departmentId),
    put('Slot', slotId),
  ])
  const resident = await newResident(server)
  const { appointmentId } = await resident.appointments.book({ body: { slotId, personId: resident.personId } })
  await server.runJob('relay-deliver')
  await server.runJob('relay-sync')
  const [id] = [...store.withTerm('Appointment', `i:${identifierSystems.appointment}|${appointmentId}`)]
  change('Appointment', id!, { status: 'booked' })
  await server.runJob('relay-sync')
  const shown = await resident.appointments.appointment({ params: { appointmentId } })
  expect(shown).toMatchObject({ status: 'booked', lastChange: { by: 'county_platform' } })
  await server.runJob('relay-deliver')
  expect(store.current('Appointment', id!)!.resource).toMatchObject({
    status: 'booked',
    extension: expect.arrayContaining([{ url: extensionUrls.version, valueInteger: 2 }]),
  })
})

test('the nudge needs the secret and begins a pull', async () => {
  const lastPull = async () => (await server.db.manager.findOneByOrFail(RelaySync, { name: 'county' })).at.getTime()
  const before = await lastPull()
  const nudge = (authorization: string) =>
    ask(server.base, 'POST', '/county-hook', { headers: { Authorization: authorization } })
  expect((await nudge('Bearer wrong')).status).toBe(403)
  expect((await nudge(`Bearer ${hookSecret}`)).status).toBe(204)
  for (let tries = 0; tries < 50 && (await lastPull()) === before; tries++) await new Promise(r => setTimeout(r, 100))
  expect(await lastPull()).toBeGreaterThan(before)
})

test('a platform that is down leaves everything as it was, and the pull says so', async () => {
  const before = await sizes()
  await server.misbehave('down')
  await server.runJob('relay-sync')
  expect(await server.db.manager.findOneByOrFail(RelaySync, { name: 'county' })).toMatchObject({ outcome: 'failed' })
  expect(await sizes()).toEqual(before)
})
