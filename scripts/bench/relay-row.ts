/**
 * relay: bookings delivered a second, from the outbox to the sandbox county platform ÷ what that platform itself takes
 * when plain clients post it the same resources as creates. Its rate for bundles, which the relay uses too, is told beside.
 */
import { randomUUID } from 'node:crypto'
import type { Bundle, Resource } from '@medplum/fhirtypes'
import { createApp } from 'server/app'
import { readConfig } from 'server/config'
import type { Context } from 'server/context'
import { appointmentMapping } from 'server/modules/appointments/index'
import { marked } from 'server/relay/fhir/own-mark'
import { deliverDue } from 'server/relay/worker'
import { Pool } from 'undici'
import { v7 as uuid } from 'uuid'
import type { PrivateDatabase } from '../database/private-database'
import { freePort } from '../start/free-port'
import type { Effort } from './booking-rows'
import { startProgram } from './child'
import { median } from './load'
import { type Round, type Row, rowOf } from './row'
import { type World, createWorld, insert } from './world'

const people = 200
const eventsPerSecondOfEffort = 750
const bundleSize = 50
/** More do not make the platform's creates faster. */
const clients = 8
const client = { CLIENT_ID: 'relay-of-the-bench', CLIENT_SECRET: 'secret-of-the-bench' }

interface Sink {
  /** One batch; every entry must be done. */
  bundle(resources: Resource[], method: 'POST' | 'PUT'): Promise<void>
  /** One create. */
  create(resource: Resource): Promise<void>
}

const tokenOf = async (url: string): Promise<string> => {
  const basic = Buffer.from(`${client.CLIENT_ID}:${client.CLIENT_SECRET}`).toString('base64')
  const answer = await fetch(`${url}/oauth/token`, {
    method: 'POST',
    headers: { Authorization: `Basic ${basic}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  })
  return ((await answer.json()) as { access_token: string }).access_token
}

const sinkOf = async (url: string, pool: Pool): Promise<Sink> => {
  const headers = {
    authorization: `Bearer ${await tokenOf(url)}`,
    'content-type': 'application/fhir+json',
    prefer: 'return=minimal',
  }
  return {
    async bundle(resources, method) {
      const entry = resources.map(resource => ({
        resource,
        request: { method, url: method === 'PUT' ? `${resource.resourceType}/${resource.id}` : resource.resourceType },
      }))
      const body = JSON.stringify({ resourceType: 'Bundle', type: 'batch', entry })
      const posted = await pool.request({ method: 'POST', path: '/fhir', headers, body })
      const bundle = (await posted.body.json()) as Bundle
      const refused = bundle.entry?.find(e => !e.response?.status?.startsWith('20'))
      if (refused) throw new Error(`the platform refused: ${JSON.stringify(refused.response)}`)
    },
    async create(resource) {
      const path = `/fhir/${resource.resourceType}`
      const { statusCode, body } = await pool.request({ method: 'POST', path, headers, body: JSON.stringify(resource) })
      await body.dump()
      if (statusCode !== 201) throw new Error(`the platform refused: ${statusCode}`)
    },
  }
}

/** What the bookings refer to. */
const referred = (slotIds: string[]): Resource[] => [
  { resourceType: 'Practitioner', id: 'doc-bench' },
  ...Array.from({ length: people }, (_, n): Resource => ({ resourceType: 'Patient', id: `pat-bench-${n}` })),
  ...[...new Set(slotIds.map(id => id.split('-')[2]!))].map((run): Resource => ({
    resourceType: 'HealthcareService',
    id: `svc-bench-${run}`,
  })),
  { resourceType: 'Schedule', id: 'sched-bench', actor: [{ reference: 'Practitioner/doc-bench' }] },
  ...slotIds.map((id): Resource => ({
    resourceType: 'Slot',
    id,
    schedule: { reference: 'Schedule/sched-bench' },
    status: 'free',
    start: '2026-11-23T08:00:00+08:00',
    end: '2026-11-23T08:30:00+08:00',
  })),
]

/** Bookings with their events, as booking leaves them behind. @returns their ids */
const addBookings = async ({ db, bookers }: World, slotId: string, count: number): Promise<string[]> => {
  const now = new Date()
  const run = slotId.split('-')[2]!
  const rows = Array.from({ length: count }, (_, n) => ({ id: uuid(), personId: bookers[n % people]!.personId }))
  await insert(
    db,
    'appointment',
    rows.map(({ id, personId }) => ({
      appointment_id: id,
      person_id: personId,
      account_id: personId,
      slot_id: slotId,
      session_id: `sched-bench-${run}-0`,
      institution_id: 'org-bench',
      department_id: `svc-bench-${run}`,
      doctor_id: 'doc-bench',
      day: '2026-11-23',
      pool: 'public',
      status: 'pending',
      version: 1,
      live_key: `bench:${id}`,
      fee: 0,
      created_at: now,
      last_change_at: now,
      last_change_by: 'self',
      last_change_by_name: '本人',
    })),
  )
  await insert(
    db,
    'outbox_event',
    rows.map(({ id }) => ({
      event_id: uuid(),
      kind: 'appointment',
      business_key: `appointment:${id}`,
      version: 1,
      data: '{"status":"pending"}',
      state: 'waiting',
      next_attempt_at: now,
      created_at: now,
    })),
  )
  return rows.map(r => r.id)
}

const chunked = <T>(list: T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(list.length / size) }, (_, n) => list.slice(n * size, (n + 1) * size))

const perSecond = async (count: number, work: () => Promise<unknown>): Promise<number> => {
  const started = performance.now()
  await work()
  return count / ((performance.now() - started) / 1000)
}

/** The same resources under other identifiers. */
const resourcesOf = async (context: Context, ids: string[]): Promise<Resource[]> => {
  const events = ids.map(id => ({ eventId: id, id, version: 1, data: { status: 'pending' }, at: new Date() }))
  return [...(await appointmentMapping.toResources(context, events)).values()].map(resource =>
    marked(resource, { system: appointmentMapping.identifierSystem, value: randomUUID() }, 1),
  )
}

/** Creates a second when `clients` post `size` resources at a time (1: one create a request). */
const sinkRate = async (
  context: Context,
  sink: Sink,
  ids: string[],
  clients: number,
  size: number,
): Promise<number> => {
  const parts = chunked(await resourcesOf(context, ids), size)
  const one = (part: Resource[]) => (size === 1 ? sink.create(part[0]!) : sink.bundle(part, 'POST'))
  const lane = async (): Promise<void> => {
    for (let part = parts.pop(); part; part = parts.pop()) await one(part)
  }
  return perSecond(ids.length, () => Promise.all(Array.from({ length: clients }, lane)))
}

const relayRate = (context: Context, ids: string[]): Promise<number> =>
  perSecond(ids.length, async () => {
    await deliverDue(context)
    const [row] = await context.db.query(`SELECT COUNT(*) AS waiting FROM outbox_event WHERE state <> 'delivered'`)
    if (Number(row.waiting)) throw new Error(`relay: ${row.waiting} events were not delivered`)
  })

interface RelayRound extends Round {
  bundled: number
}

const measureRounds = async (context: Context, world: World, url: string, effort: Effort): Promise<RelayRound[]> => {
  const pool = new Pool(url, { connections: clients })
  const sink = await sinkOf(url, pool)
  const count = Math.round(effort.seconds * eventsPerSecondOfEffort)
  const round = async (size: number): Promise<RelayRound> => {
    const [slotId] = await world.addSlots(1, 1, size)
    for (const part of chunked(referred([slotId!]), bundleSize)) await sink.bundle(part, 'PUT')
    const ids = await addBookings(world, slotId!, size)
    return {
      ours: await relayRate(context, ids),
      yardstick: await sinkRate(context, sink, ids, clients, 1),
      bundled: await sinkRate(context, sink, ids, 2, bundleSize),
    }
  }
  try {
    await round(500)
    const rounds: RelayRound[] = []
    for (let n = 0; n < effort.rounds; n++) rounds.push(await round(count))
    return rounds
  } finally {
    await pool.close()
  }
}

export const relayRow = async (database: PrivateDatabase, effort: Effort): Promise<Row> => {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const sandbox = { ...client, PORT: String(port), PEOPLE: '0' }
  const platform = await startProgram('scripts/sandbox/county/main.ts', sandbox, `${url}/healthz`)
  const world = await createWorld(database.url, 0, people)
  const app = await createApp(
    readConfig({
      ...world.environment,
      LOG_LEVEL: 'silent',
      COUNTY_FHIR_URL: `${url}/fhir`,
      COUNTY_CLIENT_ID: client.CLIENT_ID,
      COUNTY_CLIENT_SECRET: client.CLIENT_SECRET,
      RELAY_BATCH: String(bundleSize),
    }),
  )
  try {
    const rounds = await measureRounds(app.context, world, url, effort)
    return rowOf(
      { name: 'relay', unit: 'events/s', yardstickName: "the platform's own creates", gate: 0.8, goal: 0.95 },
      rounds,
      { bundledCreates: median(rounds.map(r => r.bundled)), toBundled: median(rounds.map(r => r.ours / r.bundled)) },
    )
  } finally {
    await app.context.db.destroy()
    await world.close()
    await platform.stop()
  }
}
