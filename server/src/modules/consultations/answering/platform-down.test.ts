/** While the county platform is down: what can wait waits, what can be done is done, and nothing hangs. */
import { sentenceOf } from 'shared/kernel/errors'
import { refusalOf } from '../../../testing/client'
import { addDiagnosis, newConsultingDoctor } from '../../../testing/consulting'
import { type TestServer, startTestServer } from '../../../testing/server'
import { type Asked, type Steps, stepsOf } from './testing'

let server: TestServer
let step: Steps
const named: Record<'accepted' | 'other' | 'transferred' | 'stopped', Asked> = {} as never
let otherId: string
let colleague: Awaited<ReturnType<typeof newConsultingDoctor>>
beforeAll(async () => {
  server = await startTestServer()
  step = stepsOf(server)
  for (const name of ['accepted', 'other', 'transferred', 'stopped'] as const) named[name] = await step.asked()
  otherId = addDiagnosis(server, named.other.resident.onFile, '痛风')
  colleague = await newConsultingDoctor(server)
  // What was heard of the family-doctor teams is not believed any more.
  server.clock.push(11 * 60_000)
  await server.misbehave('down')
}, 60_000)
afterAll(() => server?.stop())

test('what the resident picked counts as it was read then; nothing else is found', async () => {
  const { other, accepted } = named
  const refused = await refusalOf(step.accept({ ...other, recordId: otherId }))
  expect([refused.code, refused.message]).toEqual([
    'county_platform_unavailable',
    sentenceOf('county_platform_unavailable'),
  ])
  const now = await step.accept(accepted)
  expect(now.evidence?.record).toMatchObject({ recordId: accepted.recordId, title: '高血压' })
})

test('the records cannot be looked at; a look that showed nothing is not audited as one', async () => {
  const { doctor, consultationId, resident } = named.other
  const query = { kind: 'diagnosis' as const }
  const refused = await refusalOf(doctor.consultationsDoctor.patientRecords({ ...step.of(consultationId), query }))
  expect(refused.code).toBe('county_platform_unavailable')
  expect(await step.audited(resident.personId, 'consultations.records')).toEqual([])
})

test('handing on, declining, stopping and booking go on', async () => {
  await step.transfer(named.transferred, colleague)
  const { consultationId } = named.transferred
  expect(await step.show({ doctor: colleague, consultationId })).toMatchObject({ status: 'planned' })
  const { stopped } = named
  await step.stop(stopped)
  const { slotId } = await stopped.doctor.clinic.addSession({ inDays: 2 })
  const now = await stopped.doctor.consultationsDoctor.bookClinic({
    ...step.of(stopped.consultationId),
    body: { slotId },
  })
  expect(now.toClinic?.appointmentId).toEqual(expect.any(String))
  expect(await step.decline(named.other)).toMatchObject({ outcome: 'declined' })
})
