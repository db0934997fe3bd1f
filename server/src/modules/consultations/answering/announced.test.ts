/** The doctor's acts reach the phones of both sides after the commit, and nobody else's. */
import { newConsultingDoctor } from '../../../testing/consulting'
import { type LiveClient, signedInLive } from '../../../testing/live-client'
import { type TestServer, startTestServer } from '../../../testing/server'
import type { SignedIn } from '../../../testing/signed-in'
import { type Steps, stepsOf } from './testing'

let server: TestServer
let step: Steps
const phones: LiveClient[] = []
beforeAll(async () => {
  server = await startTestServer()
  step = stepsOf(server)
}, 60_000)
afterEach(() => phones.splice(0).forEach(phone => phone.cut()))
afterAll(() => server?.stop())

const phoneOf = async ({ tokens }: SignedIn): Promise<LiveClient> => {
  const phone = await signedInLive(server.base, tokens)
  phones.push(phone)
  return phone
}
/** What else was heard, each kind once. */
const kindsOf = async (phone: LiveClient): Promise<string[]> =>
  [...new Set((await phone.rest()).map(heard => heard.type))].sort()

test('accepted: both sides ask again', async () => {
  const asked = await step.asked()
  const [doctor, resident, stranger] = [
    await phoneOf(asked.doctor),
    await phoneOf(asked.resident),
    await phoneOf(await newConsultingDoctor(server, { at: asked.doctor.clinic })),
  ]
  const now = await step.accept(asked)
  expect(await resident.rest()).toContainEqual({ type: 'news', consultationId: asked.consultationId, seq: now.last })
  expect(await kindsOf(resident)).toEqual(['news', 'state'])
  expect(await kindsOf(doctor)).toEqual(['news', 'queue', 'state'])
  expect(await kindsOf(stranger)).toEqual([])
})

test('transferred: the colleague’s queue and the earlier doctor’s; of the talk the earlier one hears nothing more', async () => {
  const colleague = await newConsultingDoctor(server)
  const asked = await step.asked()
  const [earlier, later, resident] = [
    await phoneOf(asked.doctor),
    await phoneOf(colleague),
    await phoneOf(asked.resident),
  ]
  await step.transfer(asked, colleague)
  expect(await kindsOf(earlier)).toEqual(['queue'])
  expect(await kindsOf(later)).toEqual(['news', 'queue', 'state'])
  expect(await kindsOf(resident)).toEqual(['news', 'state'])
})

test('a refused act is told to nobody, a second tap not again', async () => {
  const asked = await step.asked()
  const resident = await phoneOf(asked.resident)
  await step.accept(asked, { evidence: null }).catch(() => undefined)
  expect(await kindsOf(resident)).toEqual([])
  const headers = { 'Idempotency-Key': `heard-${asked.consultationId}` }
  const tap = () =>
    asked.doctor.ask('POST', `/doctor/consultations/${asked.consultationId}/refusal`, {
      body: { words: '不是我的专科' },
      headers,
    })
  await tap()
  await tap()
  const heard = (await resident.rest()).filter(h => h.type === 'state')
  expect(heard).toHaveLength(1)
})
