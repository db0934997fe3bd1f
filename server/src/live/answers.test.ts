/** What sockets make of the answers they are given: by consultations (who hears of whom) and by a database in trouble. */
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { liveClose } from 'shared/live/contract'
import { problem } from 'shared/kernel/errors'
import type { Session } from '../modules/identity'
import { createSocketSessions } from '../modules/identity'
import { newClinic } from '../testing/clinic'
import { openLive, signedInLive, untilHeard, untilSilent } from '../testing/live-client'
import { type TestServer, startTestServer } from '../testing/server'
import { type SignedIn, newStaff, newcomer } from '../testing/signed-in'
import { createLive } from '.'
import type { LiveParts } from './serve'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ environment: { LIVE_RECHECK_SECONDS: '0.3' } })
}, 60_000)
afterAll(() => server?.stop())

const stops: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
})

/** Sockets alone, with the real sessions behind them. */
const openSockets = async (given: Partial<LiveParts> = {}) => {
  const { config, log, clock } = server.context
  const live = await createLive(config, clock, log)
  const http = createServer()
  const sessions = createSocketSessions(server.context)
  live.serve(http, { ...sessions, audienceOf: async () => null, admits: async () => true, ...given })
  await once(http.listen(0, '127.0.0.1'), 'listening')
  stops.push(async () => {
    await live.sendAway()
    live.stop()
    await new Promise(done => http.close(done))
  })
  return { live, sessions, base: `http://127.0.0.1:${(http.address() as AddressInfo).port}` }
}

const consultationId = randomUUID()
const to = ({ accountId }: SignedIn) => ({ as: 'resident' as const, accountId })

test('that somebody writes is heard by those whom the consultation names, and by nobody else', async () => {
  const [writer, reader, stranger] = [await newcomer(server), await newcomer(server), await newcomer(server)]
  const asked: [Session, string, string][] = []
  const { base } = await openSockets({
    audienceOf: async (session, id, as) => {
      asked.push([session, id, as])
      return session.accountId === writer.accountId ? [to(reader)] : null
    },
  })
  const [writing, reading, other] = [
    await signedInLive(base, writer.tokens),
    await signedInLive(base, reader.tokens),
    await signedInLive(base, stranger.tokens),
  ]
  writing.say({ type: 'typing', consultationId, as: 'resident' })
  expect(await reading.next()).toEqual({ type: 'typing', consultationId, side: 'resident' })
  other.say({ type: 'typing', consultationId, as: 'resident' })
  // Without a position and its second factor nobody is even asked about.
  writing.say({ type: 'typing', consultationId, as: 'doctor' })
  for (const phone of [writing, reading, other]) expect(await phone.rest()).toEqual([])
  expect(asked.map(([session, id, as]) => [session.accountId, id, as])).toEqual([
    [writer.accountId, consultationId, 'resident'],
    [stranger.accountId, consultationId, 'resident'],
  ])
})

test('a doctor writes as one in their working period alone', async () => {
  const { institutionId, doctorId: practitionerId } = await newClinic(server)
  const doctor = await newStaff(server, { role: 'doctor', institutionId, practitionerId })
  const reader = await newcomer(server)
  const { base, live } = await openSockets({ audienceOf: async () => [to(reader)] })
  const [writing, reading] = [await signedInLive(base, doctor.tokens), await signedInLive(base, reader.tokens)]
  writing.say({ type: 'typing', consultationId, as: 'doctor' })
  expect(await reading.next()).toEqual({ type: 'typing', consultationId, side: 'doctor' })
  await server.db.query('UPDATE session SET second_factor_until = NULL WHERE account_id = ?', [doctor.accountId])
  live.recheck([doctor.accountId])
  expect(await untilSilent(reading, () => writing.say({ type: 'typing', consultationId, as: 'doctor' }))).toEqual([])
})

test('an address that asks too often gets no socket', async () => {
  const { base } = await openSockets({ admits: async address => address !== '127.0.0.1' })
  await expect(openLive(base)).rejects.toThrow('429')
})

test('a sign-out in the very moment of the sign-in is not overtaken by it', async () => {
  const who = await newcomer(server)
  let signedOut = false
  const { sessions, live, base } = await openSockets({
    async signIn(token) {
      const read = await sessions.signIn(token)
      if (signedOut) return read
      await who.identity.signOut({})
      signedOut = true
      live.recheck([who.accountId])
      return read
    },
  })
  const phone = await openLive(base)
  phone.say({ type: 'sign_in', token: who.tokens.accessToken })
  expect(await phone.next()).toEqual({ type: 'signed_out', code: 'signed_out' })
})

test('a database that cannot be asked: nobody is let in, and whoever was hears nothing until they can be looked at again', async () => {
  const who = await newcomer(server)
  let down = false
  const failing = <T>(work: () => Promise<T>): Promise<T> =>
    down ? Promise.reject(new Error('the database is away')) : work()
  const sessions = createSocketSessions(server.context)
  const { live, base } = await openSockets({
    signIn: token => failing(() => sessions.signIn(token)),
    sessionsNow: ids => failing(() => sessions.sessionsNow(ids)),
  })
  const phone = await signedInLive(base, who.tokens)
  down = true
  const late = await openLive(base)
  late.say({ type: 'sign_in', token: who.tokens.accessToken })
  expect(await late.closed()).toBe(liveClose.later)
  // Three rounds of looking in vain.
  await sleep(1_100)
  live.publish([to(who)], { type: 'news', consultationId, seq: 1 })
  expect(await phone.rest()).toEqual([])
  down = false
  const news = { type: 'news', consultationId, seq: 2 } as const
  expect(await untilHeard(phone, () => live.publish([to(who)], news))).toContainEqual(news)
})

test('a renewal that is refused ends the socket', async () => {
  const who = await newcomer(server)
  const sessions = createSocketSessions(server.context)
  let ended = false
  const { base } = await openSockets({
    signIn: async token => (ended ? problem('token_expired') : sessions.signIn(token)),
  })
  const phone = await signedInLive(base, who.tokens)
  ended = true
  phone.say({ type: 'sign_in', token: who.tokens.accessToken })
  expect(await phone.next()).toEqual({ type: 'signed_out', code: 'token_expired' })
  expect(await phone.closed()).toBe(liveClose.signedOut)
})
