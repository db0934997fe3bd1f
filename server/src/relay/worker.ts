/** Delivers what is due, bundle after bundle, until nothing is left or the platform fails. */
import { type DataSource, In } from 'typeorm'
import type { Context } from '../context'
import { type Claim, claim, releaseLease, renewLease } from './claim'
import { type Delivery, type Outcome, failed } from './delivery'
import { fhirClientOf, type FhirClient } from './fhir/client'
import { deliverByFhir } from './fhir/deliver'
import { marked } from './fhir/own-mark'
import { Unreachable } from './fhir/transport'
import type { Mapping, Relayed, RelayedEvent } from './mapping'
import { mappings } from './mappings'
import type { OutboxEvent } from './outbox-event.entity'
import { RelayRecord } from './relay-record.entity'
import { settle } from './settle'

/** Bundles on their way at once: while one is with the platform, the next ones are claimed and mapped. */
const lanes = 4
/** One claim and one settlement for several bundles: a commit each costs more than a bundle. */
const bundlesPerClaim = 4

const relayed = (event: OutboxEvent): RelayedEvent => ({
  eventId: event.eventId,
  id: event.businessKey.slice(event.kind.length + 1),
  version: event.version,
  data: event.data,
  at: event.createdAt,
})

/** A mapping that breaks on one event must not hold up the others: those that break are left to `broken`. */
const mapSafely = async (
  context: Context,
  mapping: Mapping,
  events: RelayedEvent[],
  broken: Set<string>,
): Promise<Map<string, Relayed>> => {
  try {
    return await mapping.toResources(context, events)
  } catch (error) {
    if (events.length > 1) {
      const single = await Promise.all(events.map(event => mapSafely(context, mapping, [event], broken)))
      return new Map(single.flatMap(resources => [...resources]))
    }
    const { eventId } = events[0]!
    context.log.error({ err: error, kind: mapping.kind, eventId }, 'an event cannot be mapped')
    broken.add(eventId)
    return new Map()
  }
}

interface Mapped {
  deliveries: Delivery[]
  outcomes: Map<string, Outcome>
}

const nothingToTell: Outcome = { state: 'delivered', platformId: null, etag: null }

const mapKind = async (context: Context, kind: string, events: OutboxEvent[], into: Mapped): Promise<void> => {
  const mapping = mappings.find(m => m.kind === kind)
  if (!mapping)
    return events.forEach(e => into.outcomes.set(e.eventId, { state: 'refused', why: `nothing maps "${kind}"` }))
  const broken = new Set<string>()
  const resources = await mapSafely(context, mapping, events.map(relayed), broken)
  const keys = events.map(e => e.businessKey)
  const records = await context.db.manager.findBy(RelayRecord, { businessKey: In(keys) })
  for (const event of events) {
    const resource = resources.get(event.eventId)
    const identifier = { system: mapping.identifierSystem, value: relayed(event).id }
    const record = records.find(r => r.businessKey === event.businessKey) ?? null
    if (broken.has(event.eventId)) into.outcomes.set(event.eventId, failed('it cannot be mapped here', { own: true }))
    else if (!resource) into.outcomes.set(event.eventId, nothingToTell)
    else into.deliveries.push({ event, resource: marked(resource, identifier, event.version), identifier, record })
  }
}

const mapAll = async (context: Context, events: OutboxEvent[]): Promise<Mapped> => {
  const mapped: Mapped = { deliveries: [], outcomes: new Map() }
  for (const kind of new Set(events.map(e => e.kind)))
    await mapKind(
      context,
      kind,
      events.filter(e => e.kind === kind),
      mapped,
    )
  return mapped
}

interface Lane {
  client: FhirClient
  claimed: Claim
  /** Keeps the claim for another `leaseMs` when half of it is gone. @returns false: another worker may have it. */
  stillOurs(): Promise<boolean>
}

const laneOf = ({ db, clock }: Context, client: FhirClient, claimed: Claim, leaseMs: number): Lane => {
  let renewAt = Date.now() + leaseMs / 4
  return {
    client,
    claimed,
    async stillOurs() {
      if (Date.now() < renewAt) return true
      renewAt = Date.now() + leaseMs / 4
      return renewLease(db, claimed, new Date(clock.now().getTime() + leaseMs))
    },
  }
}

/** Bundle after bundle, until one of them finds the platform gone. */
const deliverBundles = async (
  { client, stillOurs }: Lane,
  deliveries: Delivery[],
  size: number,
  { outcomes }: Mapped,
) => {
  for (let at = 0; at < deliveries.length && (await stillOurs()); at += size) {
    const sent = await deliverByFhir(client, deliveries.slice(at, at + size), stillOurs)
    for (const [eventId, outcome] of sent) outcomes.set(eventId, outcome)
    if (![...sent.values()].some(reached)) return
  }
}
const reached = (outcome: Outcome): boolean => outcome.state !== 'failed' || outcome.own

/** @returns whether the platform is there to take more. */
const deliverClaim = async (context: Context, lane: Lane): Promise<boolean> => {
  const { db, clock, config, log } = context
  const { owner, events } = lane.claimed
  const mapped = await mapAll(context, events)
  await deliverBundles(lane, mapped.deliveries, config.RELAY_BATCH, mapped)
  const settled = events.flatMap(event => {
    const outcome = mapped.outcomes.get(event.eventId)
    return outcome ? [{ event, outcome }] : []
  })
  await settle(db, owner, settled, clock.now(), config.RELAY_MAX_ATTEMPTS)
  if (settled.length < events.length) await releaseLease(db, lane.claimed)
  const delivered = settled.filter(({ outcome }) => outcome.state === 'delivered').length
  counts.set(db, deliveredHere(db) + delivered)
  for (const { event, outcome } of settled)
    if (outcome.state === 'refused')
      log.warn({ eventId: event.eventId, businessKey: event.businessKey }, 'the county platform refused an event')
  return settled.length === events.length && settled.some(({ outcome }) => reached(outcome))
}

const counts = new WeakMap<DataSource, number>()
/** Events delivered by this process since it started. */
export const deliveredHere = (db: DataSource): number => counts.get(db) ?? 0

/** A platform whose breaker is open is asked for its capabilities, not with somebody's record. */
const isUp = async (client: FhirClient): Promise<boolean> => {
  if (client.breaker() === 'closed') return true
  try {
    return (await client.request({ method: 'GET', path: 'metadata' })).status === 200
  } catch (error) {
    if (error instanceof Unreachable) return false
    throw error
  }
}

/** Sends all that is due and can be sent now. */
export const deliverDue = async (context: Context, stopping?: AbortSignal): Promise<void> => {
  const { db, clock, config } = context
  const client = fhirClientOf(config)
  // Longer than the longest exchange; renewed before another one.
  const leaseMs = 2 * config.COUNTY_TIMEOUT_MS + 5_000
  // One lane claims at a time: two would look at the same events.
  let turn: Promise<unknown> = Promise.resolve()
  const claimNext = (): Promise<Claim> => {
    const claimed = turn.then(() => claim(db, clock.now(), config.RELAY_BATCH * bundlesPerClaim, leaseMs))
    turn = claimed.catch(() => undefined)
    return claimed
  }
  const lane = async (): Promise<void> => {
    while (!stopping?.aborted && client.pause() === 0 && (await isUp(client))) {
      const claimed = await claimNext()
      if (!claimed.events.length) return
      if (!(await deliverClaim(context, laneOf(context, client, claimed, leaseMs)))) return
    }
  }
  await Promise.all(Array.from({ length: lanes }, lane))
}
