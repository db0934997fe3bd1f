/** The platform's nudge: asked for by a Subscription, proved by its secret, and never needed for anything to arrive. */
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { extensionUrls } from 'shared/kernel/fhir-systems'
import type { Context } from '../context'
import { AppointmentSlot } from '../modules/appointments/slot.entity'
import { ask } from '../testing/client'
import { type TestServer, startTestServer } from '../testing/server'
import { relayJobs } from './jobs'
import { RelaySync } from './relay-feed.entity'
import { syncNow } from './sync'

const secret = 'secret-of-the-county-hook'
let server: TestServer
/** As the server would be configured behind its public address, which only is known now. */
let context: Context
beforeAll(async () => {
  server = await startTestServer({ environment: { COUNTY_HOOK_SECRET: secret } })
  context = { ...server.context, config: { ...server.context.config, PUBLIC_URL: server.base } }
  await syncNow(server.context)
  // Once the county has been quiet for a while, a pull asks only for what changed.
  server.clock.push(300_000)
  await syncNow(server.context)
})
afterAll(() => server.stop())

const subscribe = async (as: Context = context) => {
  await relayJobs(as)
    .find(job => job.name === 'relay-subscribe')!
    .run(new AbortController().signal)
  await sleep(100)
}
interface Subscribed {
  id: string
  criteria: string
  status: string
  channel: { endpoint: string; header: string[] }
}
const subscriptions = (): Subscribed[] =>
  [...server.platform.store.changedSince('Subscription')].map(v => v.resource as unknown as Subscribed)
const writesOf = (id: string): number => server.platform.store.history('Subscription', id).length

const lastPull = async () => (await server.db.manager.findOneByOrFail(RelaySync, { name: 'county' })).at.getTime()
const capacityHere = async (slotId: string) =>
  (await server.db.manager.findOneByOrFail(AppointmentSlot, { slotId })).capacity

/** One number more at the platform. @returns what the slot's capacity must become here */
const addNumber = async (slotId: string): Promise<number> => {
  const wanted = (await capacityHere(slotId)) + 1
  const { store } = server.platform
  const standing = store.current('Slot', slotId)!.resource as unknown as { extension: { url: string }[] }
  const pools = { url: extensionUrls.pools, extension: [{ url: 'public', valueInteger: wanted }] }
  const extension = [...standing.extension.filter(e => e.url !== extensionUrls.pools), pools]
  store.atomically(() => store.put(slotId, { ...standing, extension } as never))
  return wanted
}
const openSlot = async () =>
  (
    await server.db.manager
      .createQueryBuilder(AppointmentSlot, 's')
      .where(`s.state = 'open' AND s.starts_at > NOW() + INTERVAL 1 DAY`)
      .orderBy('s.slot_id')
      .getOneOrFail()
  ).slotId
const within = async (ms: number, holds: () => Promise<boolean>): Promise<boolean> => {
  for (const end = Date.now() + ms; Date.now() < end; await sleep(50)) if (await holds()) return true
  return false
}
const nudge = (headers: Record<string, string>, body?: unknown) =>
  ask(server.base, 'POST', '/county-hook', { headers, body })
const authorized = { Authorization: `Bearer ${secret}` }

test('a server without an address or without a secret asks for no nudge', async () => {
  await subscribe(server.context)
  await subscribe({ ...context, config: { ...context.config, COUNTY_HOOK_SECRET: undefined } })
  expect(subscriptions()).toEqual([])
})

test('the platform is asked once for each kind of change, and nudges: a change is here without any polling', async () => {
  await subscribe()
  expect(subscriptions().map(s => [s.criteria, s.status, s.channel.endpoint, s.channel.header])).toEqual(
    ['Slot?', 'Schedule?', 'Appointment?'].map(criteria => [
      criteria,
      'active',
      `${server.base}/api/county-hook`,
      [`Authorization: Bearer ${secret}`],
    ]),
  )
  const writes = subscriptions().map(s => writesOf(s.id))
  await subscribe()
  expect(subscriptions().map(s => writesOf(s.id))).toEqual(writes)
  const slotId = await openSlot()
  const wanted = await addNumber(slotId)
  expect(await within(15_000, async () => (await capacityHere(slotId)) === wanted)).toBe(true)
})

test('a nudge with a secret that no longer counts is refused and changes nothing; polling finds what was missed', async () => {
  const changed = { ...context, config: { ...context.config, COUNTY_HOOK_SECRET: 'the-next-secret-of-the-hook' } }
  await subscribe(changed)
  expect(subscriptions()).toHaveLength(3)
  expect(subscriptions().map(s => s.channel.header)).toEqual(
    Array(3).fill(['Authorization: Bearer the-next-secret-of-the-hook']),
  )
  // One that an earlier nudge began may still run: this one comes after it.
  await syncNow(server.context)
  const [slotId, before] = [await openSlot(), await lastPull()]
  const [had, wanted] = [await capacityHere(slotId), await addNumber(slotId)]
  expect(await within(700, async () => (await lastPull()) !== before)).toBe(false)
  expect(await capacityHere(slotId)).toBe(had)
  await server.runJob('relay-sync')
  expect(await capacityHere(slotId)).toBe(wanted)
})

test('a subscription that the platform has put off, or with another secret, is asked for anew, not doubled', async () => {
  const { store } = server.platform
  const [one] = subscriptions()
  store.atomically(() => store.put(one!.id, { ...(one as object), status: 'off' } as never))
  await subscribe()
  expect(subscriptions().map(s => [s.status, s.channel.header[0]])).toEqual(
    Array(3).fill(['active', `Authorization: Bearer ${secret}`]),
  )
})

test.each([
  ['nothing', {}],
  ['another secret', { Authorization: 'Bearer secret-of-somebody-else' }],
  ['the secret and more', { Authorization: `Bearer ${secret}0` }],
  ['another scheme', { Authorization: `Basic ${secret}` }],
])('a caller who proves %s is refused, and no pull begins', async (_what, headers) => {
  // The platform itself, which repeats what was refused before, is not to be heard here.
  const { store } = server.platform
  store.atomically(() => subscriptions().forEach(({ id }) => store.remove('Subscription', id)))
  await syncNow(server.context)
  const before = await lastPull()
  expect((await nudge(headers)).status).toBe(403)
  expect(await within(300, async () => (await lastPull()) !== before)).toBe(false)
})

test('what a nudge says is not believed, however often it comes', async () => {
  const before = await lastPull()
  const slots = await server.db.manager.count(AppointmentSlot)
  const unknown = { resourceType: 'Slot', id: `slot-${randomUUID()}`, status: 'busy-unavailable' }
  const headers = { ...authorized, 'Content-Type': 'application/fhir+json' }
  const answers = await Promise.all([
    ...Array.from({ length: 10 }, () => nudge(authorized)),
    ...Array.from({ length: 10 }, () => nudge(headers, unknown)),
    nudge(authorized, unknown),
  ])
  expect(answers.map(a => a.status)).toEqual(Array(21).fill(204))
  expect(await within(15_000, async () => (await lastPull()) !== before)).toBe(true)
  expect(await server.db.manager.count(AppointmentSlot)).toBe(slots)
  expect(await server.db.manager.findOneBy(AppointmentSlot, { slotId: unknown.id })).toBeNull()
})
