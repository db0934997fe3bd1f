import { extensionUrls, identifierSystems } from 'shared/kernel/fhir-systems'
import { newClinic, setCountyTime } from '../../testing/clinic'
import { type TestServer, startTestServer } from '../../testing/server'
import { newResident } from '../../testing/signed-in'
import { appointmentMapping, decisionFrom } from './fhir'

let server: TestServer
beforeAll(async () => void (server = await startTestServer()), 60_000)
afterAll(() => server?.stop())

test('a booking in FHIR: references and times, the event’s own status, nothing a person wrote', async () => {
  setCountyTime(server, '09:00', 1)
  const clinic = await newClinic(server)
  const { slotIds } = await clinic.addSession()
  const who = await newResident(server)
  const { appointmentId } = await who.appointments.book({ body: { slotId: slotIds[0]!, personId: who.personId } })
  await who.appointments.cancel({ params: { appointmentId }, body: { reason: '发烧好了' } })
  const at = server.clock.now()
  const event = (version: number, status: string) => ({
    eventId: `e${version}`,
    id: appointmentId,
    version,
    data: { status },
    at,
  })
  const resources = await appointmentMapping.toResources(server.context, [event(1, 'pending'), event(2, 'cancelled')])
  expect(resources.get('e1')).toMatchObject({
    resourceType: 'Appointment',
    status: 'pending',
    slot: [{ reference: `Slot/${slotIds[0]}` }],
    participant: [
      { actor: { reference: `Patient/${who.onFile.platformId}` }, status: 'accepted' },
      { actor: { reference: `Practitioner/${clinic.doctorId}` }, status: 'needs-action' },
      { actor: { reference: `HealthcareService/${clinic.departmentId}` }, status: 'needs-action' },
    ],
  })
  expect(resources.get('e2')).toMatchObject({ status: 'cancelled' })
  expect(JSON.stringify([...resources.values()])).not.toContain('发烧')
  const standing = await appointmentMapping.standing!(server.db, new Date(0), new Date(at.getTime() + 60_000))
  expect(standing).toEqual([{ id: appointmentId, version: 2, data: { status: 'cancelled' } }])
})

test.each([
  ['of somebody else', { identifier: [{ system: 'urn:other', value: 'x' }] }],
  ['without our version', { extension: [] }],
  ['in a state that we do not know', { status: 'proposed' as const }],
])('no decision is read from an appointment %s', (_, change) => {
  const ours = {
    resourceType: 'Appointment' as const,
    status: 'booked' as const,
    identifier: [{ system: identifierSystems.appointment, value: 'a-1' }],
    extension: [{ url: extensionUrls.version, valueInteger: 3 }],
    cancelationReason: undefined,
    participant: [],
  }
  expect(decisionFrom(ours)).toEqual({ appointmentId: 'a-1', version: 3, status: 'booked', reason: null })
  expect(decisionFrom({ ...ours, ...change })).toBeUndefined()
})
