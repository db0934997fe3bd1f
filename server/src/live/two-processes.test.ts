/** Two processes and a real Redis: what happens at one reaches the phones at the other; a lost Redis breaks nothing. */
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pino from 'pino'
import { createClient } from '@redis/client'
import { liveClose } from 'shared/live/contract'
import { freePort } from '../../../scripts/start/free-port'
import { type PrivateRedis, startPrivateRedis } from '../../../scripts/redis/private-redis'
import { createApp } from '../app'
import { newClinic } from '../testing/clinic'
import { clientsOf } from '../testing/client'
import { type LiveClient, signedInLive, untilSilent } from '../testing/live-client'
import { startSecondProcess } from '../testing/second-process'
import { type TestServer, startTestServer } from '../testing/server'
import { type SignedIn, newAdministrator, newStaff, newcomer } from '../testing/signed-in'

let folder: string
let redis: PrivateRedis
let first: TestServer
let second: Awaited<ReturnType<typeof startSecondProcess>>

const metric = async (base: string, name: string): Promise<number> => {
  const text = await (await fetch(`${base}/metrics`)).text()
  return Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1])
}
const connected = async (base: string, is: 0 | 1): Promise<void> => {
  for (const end = Date.now() + 20_000; (await metric(base, 'live_bus_connected')) !== is; await sleep(50))
    if (Date.now() > end) throw new Error(`live_bus_connected is not ${is}`)
}
const both = async (is: 0 | 1): Promise<void> => {
  for (const { base } of [first, second]) await connected(base, is)
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'county-live-'))
  redis = await startPrivateRedis({ folder })
  // Nothing here may be found out by looking again.
  first = await startTestServer({ environment: { REDIS_URL: redis.url, LIVE_RECHECK_SECONDS: '300' } })
  second = await startSecondProcess(first)
  await both(1)
}, 60_000)
afterAll(async () => {
  await second?.stop()
  await first?.stop()
  await redis?.stop()
  await rm(folder, { recursive: true, force: true })
})

const consultationId = randomUUID()
const news = (seq: number) => ({ type: 'news' as const, consultationId, seq })
const tellFrom = (from: Pick<TestServer, 'context'>, { accountId }: SignedIn, seq: number) =>
  from.context.live.publish([{ as: 'resident', accountId }], news(seq))

test('what happens at one process reaches the phones of both, once, in order, and no stranger', async () => {
  const [who, stranger] = [await newcomer(first), await newcomer(first)]
  const phones = [await signedInLive(first.base, who.tokens), await signedInLive(second.base, who.tokens)]
  const other = await signedInLive(second.base, stranger.tokens)
  for (let seq = 1; seq <= 50; seq++) tellFrom(first, who, seq)
  tellFrom(second, stranger, 99)
  const expected = Array.from({ length: 50 }, (_, n) => news(n + 1))
  for (const phone of phones) {
    for (const event of expected) expect(await phone.next()).toEqual(event)
    expect(await phone.rest()).toEqual([])
    phone.close()
  }
  expect(await other.next()).toEqual(news(99))
  expect(await other.rest()).toEqual([])
  other.close()
})

test('a doctor hears at the other process, until their working period is ended at this one', async () => {
  const clinic = await newClinic(first)
  const position = { institutionId: clinic.institutionId, practitionerId: clinic.doctorId }
  const doctor = await newStaff(first, { role: 'doctor', ...position })
  const administrator = await newAdministrator(first)
  const phone = await signedInLive(second.base, doctor.tokens)
  const publish = () => first.context.live.publish([{ as: 'doctor', ...position }], { type: 'queue' })
  publish()
  expect(await phone.next()).toEqual({ type: 'queue' })
  const { staff } = await administrator.identityStaff.staff({ query: { institutionId: clinic.institutionId } })
  const { staffId } = staff.find(s => s.role === 'doctor')!
  await administrator.identityStaff.resetPasscode({ params: { staffId } })
  expect(await untilSilent(phone, publish)).toEqual([])
  phone.close()
})

test('a sign-out at one process closes the socket at the other at once', async () => {
  const who = await newcomer(first)
  const phone = await signedInLive(second.base, who.tokens)
  const began = Date.now()
  await clientsOf(first.base, who.tokens).identity.signOut({})
  expect(await phone.closed()).toBe(liveClose.signedOut)
  expect(Date.now() - began).toBeLessThan(1_000)
  expect(phone.heard.at(-1)).toEqual({ type: 'signed_out', code: 'signed_out' })
})

test('ids and numbers alone travel, and what no process said is not believed', async () => {
  const who = await newcomer(first)
  const phone = await signedInLive(second.base, who.tokens)
  const client = await createClient({ url: redis.url }).connect()
  const seen: [string, string][] = []
  const spy = client.duplicate()
  await spy.connect()
  await spy.pSubscribe('*', (message, channel) => void seen.push([channel, message]))
  tellFrom(first, who, 1)
  expect(await phone.next()).toEqual(news(1))
  expect(seen).toHaveLength(1)
  const [channel, message] = seen[0]!
  expect(JSON.parse(message)).toEqual({
    from: expect.any(String),
    to: [{ as: 'resident', accountId: who.accountId }],
    event: news(1),
  })
  for (const wrong of ['', '{', 'null', '[]', '{"to":[]}', '{"to":[{"as":"everybody"}],"event":{"type":"queue"}}'])
    await client.publish(channel, wrong)
  const evil = { to: [{ as: 'resident', accountId: who.accountId }], event: { type: 'news', text: '<script>' } }
  await client.publish(channel, JSON.stringify(evil))
  tellFrom(first, who, 2)
  expect(await phone.next()).toEqual(news(2))
  for (const one of [client, spy]) one.destroy()
  phone.close()
})

describe('without Redis', () => {
  const open = async (who: SignedIn): Promise<[LiveClient, LiveClient]> => [
    await signedInLive(first.base, who.tokens),
    await signedInLive(second.base, who.tokens),
  ]

  test('killed: requests go on and so does each process; started again, empty: events flow, and who may have missed some is told', async () => {
    const [who, leaver] = [await newcomer(first), await newcomer(first)]
    const [here, there] = await open(who)
    const left = await signedInLive(second.base, leaver.tokens)
    process.kill(redis.pid, 'SIGKILL')
    await redis.exited
    await both(0)
    const began = Date.now()
    tellFrom(first, who, 1)
    await who.identity.me({})
    // Nobody can tell the other process of this one.
    await leaver.identity.signOut({})
    expect(Date.now() - began).toBeLessThan(1_000)
    expect(await here.next()).toEqual(news(1))
    expect(await there.rest()).toEqual([])
    expect(await left.rest(0)).toEqual([])
    expect((await fetch(`${second.base}/healthz`)).status).toBe(200)

    redis = await startPrivateRedis({ folder, port: redis.port })
    await both(1)
    for (const phone of [here, there]) expect(await phone.next()).toEqual({ type: 'missed' })
    expect(await left.next()).toMatchObject({ type: expect.stringMatching(/missed|signed_out/) })
    expect(await left.closed()).toBe(liveClose.signedOut)
    tellFrom(first, who, 2)
    tellFrom(second, who, 3)
    const heard = async (phone: LiveClient) => [await phone.next(), await phone.next()]
    expect(await heard(here)).toEqual([news(2), news(3)])
    expect(await heard(there)).toEqual(expect.arrayContaining([news(2), news(3)]))
    for (const phone of [here, there]) phone.close()
  }, 60_000)

  test('frozen, so that nothing is answered: no request waits for it', async () => {
    const who = await newcomer(first)
    const phone = await signedInLive(first.base, who.tokens)
    process.kill(redis.pid, 'SIGSTOP')
    const began = Date.now()
    for (let seq = 1; seq <= 200; seq++) tellFrom(first, who, seq)
    await who.identity.me({})
    for (let seq = 1; seq <= 200; seq++) expect(await phone.next()).toEqual(news(seq))
    expect(Date.now() - began).toBeLessThan(3_000)
    process.kill(redis.pid, 'SIGCONT')
    await both(1)
    phone.close()
  }, 60_000)

  test('not reachable at the start: it starts, says so once, works alone, and joins when Redis is there', async () => {
    const port = await freePort()
    const own = await mkdtemp(join(tmpdir(), 'county-live-'))
    await writeFile(join(own, 'password'), 'secret-of-nobody')
    const lines: { level: number; msg: string }[] = []
    const log = pino({ level: 'info' }, { write: (line: string) => void lines.push(JSON.parse(line)) })
    const REDIS_URL = `redis://:secret-of-nobody@127.0.0.1:${port}`
    const app = await createApp({ ...first.context.config, PORT: 0, REDIS_URL }, { clock: first.clock, log })
    const base = `http://127.0.0.1:${await app.start()}`
    const who = await newcomer(first)
    const phone = await signedInLive(base, who.tokens)
    tellFrom(app, who, 1)
    expect(await phone.next()).toEqual(news(1))
    await sleep(1_500)
    const said = lines.filter(line => line.msg.includes('Redis'))
    expect(said).toEqual([expect.objectContaining({ level: 40, msg: expect.stringContaining('not reachable') })])
    expect(JSON.stringify(lines)).not.toContain('secret-of-nobody')
    expect(await metric(base, 'live_bus_connected')).toBe(0)
    const late = await startPrivateRedis({ folder: own, port })
    await connected(base, 1)
    expect(await phone.next()).toEqual({ type: 'missed' })
    await app.stop()
    expect(await phone.closed()).toBe(liveClose.leaving)
    await late.stop()
    await rm(own, { recursive: true, force: true })
  }, 60_000)
})
