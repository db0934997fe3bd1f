/** Events by socket reach the two sides alone: not a stranger, another doctor, a clerk, nor whoever may not see it any more. */
import type { LiveMessage } from 'shared/live/contract'
import { setCountyTime } from '../../../testing/clinic'
import { newConsultingDoctor } from '../../../testing/consulting'
import { type LiveClient, signedInLive } from '../../../testing/live-client'
import { type TestServer, startTestServer } from '../../../testing/server'
import { type SignedIn, newAdministrator, newResident } from '../../../testing/signed-in'
import { type Talk, beginTalk, newRelative, textOf } from './testing'

let server: TestServer
let talk: Talk
let consultationId: string
const phones: LiveClient[] = []

beforeAll(async () => {
  server = await startTestServer({ environment: { LIVE_RECHECK_SECONDS: '1' } })
  setCountyTime(server, '09:00', 1)
}, 60_000)
beforeEach(async () => {
  talk = await beginTalk(server)
  consultationId = talk.consultationId
})
afterEach(() => phones.splice(0).forEach(phone => phone.cut()))
afterAll(() => server?.stop())

const reached = { delivered: 1, read: 1 }
const listen = async ({ tokens }: SignedIn): Promise<LiveClient> => {
  const phone = await signedInLive(server.base, tokens)
  phones.push(phone)
  return phone
}

test('both sides hear of messages, receipts, typing and what changed; nobody else hears anything', async () => {
  const stranger = await newResident(server)
  const colleague = await newConsultingDoctor(server, { at: talk.doctor.clinic })
  const [family, late] = [
    await newRelative(server, talk.resident, 'records'),
    await newRelative(server, talk.resident, 'records'),
  ]
  await talk.resident.identity.revokeProxy({ params: late })
  const outside = await Promise.all(
    [stranger, colleague, talk.doctor.clinic.clerk, await newAdministrator(server), late.relative].map(listen),
  )
  const inside = await Promise.all([talk.resident, family.relative, talk.doctor].map(listen))
  const [ofResident, , ofDoctor] = inside

  await talk.resident.consultationTalk.send({ ...talk.of, body: textOf('头还是晕') })
  await talk.doctor.consultationTalk.doctorReached({ ...talk.of, body: reached })
  const expected: LiveMessage[] = [
    { type: 'news', consultationId, seq: 1 },
    { type: 'receipt', consultationId, side: 'doctor', delivered: 1, read: 1 },
  ]
  for (const phone of inside) expect([await phone.next(), await phone.next()]).toEqual(expected)
  ofResident!.say({ type: 'typing', consultationId, as: 'resident' })
  await expect(ofDoctor!.next()).resolves.toEqual({ type: 'typing', consultationId, side: 'resident' })
  ofDoctor!.say({ type: 'typing', consultationId, as: 'doctor' })
  await expect(ofResident!.next()).resolves.toEqual({ type: 'typing', consultationId, side: 'doctor' })

  for (const phone of outside) {
    phone.say({ type: 'typing', consultationId, as: 'resident' })
    phone.say({ type: 'typing', consultationId, as: 'doctor' })
  }
  for (const phone of outside) expect(await phone.rest(100)).toEqual([])
  expect(await ofDoctor!.rest(0)).toEqual([])
})

test('a doctor hears no more once the working period is over, nor whoever signed out', async () => {
  const { relative } = await newRelative(server, talk.resident, 'records')
  const [ofRelative, ofDoctor] = [await listen(relative), await listen(talk.doctor)]
  await relative.identity.signOut({})
  await server.db.query('UPDATE session SET second_factor_until = ? WHERE account_id = ?', [
    server.clock.now(),
    talk.doctor.accountId,
  ])
  await ofRelative.closed()
  // Longer than LIVE_RECHECK_SECONDS.
  await new Promise(resolve => setTimeout(resolve, 1_500))
  await talk.resident.consultationTalk.send({ ...talk.of, body: textOf('头还是晕') })
  expect((await ofDoctor.rest()).filter(m => m.type === 'news')).toEqual([])
})

test('a revoked proxy hears nothing two seconds later, though it heard before', async () => {
  const { relative, linkId } = await newRelative(server, talk.resident, 'records')
  const phone = await listen(relative)
  await talk.doctor.consultationTalk.doctorSend({ ...talk.of, body: textOf('头还是晕') })
  await expect(phone.next()).resolves.toMatchObject({ type: 'news', seq: 1 })
  await talk.resident.identity.revokeProxy({ params: { linkId } })
  await new Promise(resolve => setTimeout(resolve, 1_100))
  await talk.doctor.consultationTalk.doctorSend({ ...talk.of, body: textOf('头还是晕') })
  expect((await phone.rest()).filter(m => m.type === 'news')).toEqual([])
})

test('nobody hears of typing in what is over', async () => {
  const [ofResident, ofDoctor] = [await listen(talk.resident), await listen(talk.doctor)]
  await server.db.query(
    `UPDATE consultation SET status = 'finished', outcome = 'summary', live_key = NULL WHERE consultation_id = ?`,
    [consultationId],
  )
  ofResident.say({ type: 'typing', consultationId, as: 'resident' })
  expect(await ofDoctor.rest()).toEqual([])
})
