/**
 * Compares both sides for a range of county days, by identifier and version, and repairs or lists every difference.
 * "Nothing lost" is its empty list. What still waits in the outbox is the backlog's business, not a difference.
 */
import { v7 as uuid } from 'uuid'
import { DateTime } from 'luxon'
import { type DataSource, In } from 'typeorm'
import { type Problem, problem } from 'shared/kernel/errors'
import { addDays, instantOf } from '../clock'
import type { Context } from '../context'
import { transaction } from '../db/transaction'
import { fhirClientOf } from './fhir/client'
import { type There, findThere, listThere } from './fhir/stand'
import { Unreachable } from './fhir/transport'
import type { Mapping } from './mapping'
import { mappings } from './mappings'
import { OutboxEvent } from './outbox-event.entity'
import { type Difference, Reconciliation } from './reconciliation.entity'
import { resend } from './resend'

/** Longest range of one comparison. */
export const longestDays = 31
const perLookup = 50

interface Here {
  businessKey: string
  id: string
  version: number
  state: OutboxEvent['state']
  data: Record<string, unknown>
}

/** The newest event of each record that was touched in the range, and business rows that have none (`missing` events). */
const readHere = async (db: DataSource, mapping: Mapping, from: Date, to: Date): Promise<Map<string, Here>> => {
  const rows: { business_key: string; version: number }[] = await db.query(
    `SELECT business_key, MAX(version) AS version FROM outbox_event
     WHERE kind = ? AND business_key IN
       (SELECT business_key FROM outbox_event WHERE kind = ? AND created_at >= ? AND created_at < ?)
     GROUP BY business_key`,
    [mapping.kind, mapping.kind, from, to],
  )
  const here = new Map<string, Here>()
  for (let at = 0; at < rows.length; at += 500) {
    const keys = rows.slice(at, at + 500).map(row => row.business_key)
    const events = await db.manager.findBy(OutboxEvent, { businessKey: In(keys) })
    for (const event of events.sort((a, b) => a.version - b.version))
      here.set(event.businessKey, hereOf(mapping, event, here))
  }
  for (const { id, version, data } of (await mapping.standing?.(db, from, to)) ?? []) {
    const businessKey = `${mapping.kind}:${id}`
    if ((here.get(businessKey)?.version ?? 0) < version)
      here.set(businessKey, { businessKey, id, version, data, state: 'delivered' })
  }
  return here
}

/** A record counts as delivered only when all its versions were. */
const hereOf = (mapping: Mapping, event: OutboxEvent, earlier: Map<string, Here>): Here => {
  const before = earlier.get(event.businessKey)?.state ?? 'delivered'
  const { businessKey, version, data } = event
  return {
    businessKey,
    id: businessKey.slice(mapping.kind.length + 1),
    version,
    data,
    state: before === 'delivered' ? event.state : before,
  }
}

const judge = (here: Here, there: There[]): Difference['kind'] | undefined => {
  if (there.length > 1) return 'duplicate_there'
  const [found] = there
  if (!found) return 'missing_there'
  const status = here.data.status
  const sameStatus = typeof status !== 'string' || found.status === null || found.status === status
  return found.version === here.version && sameStatus ? undefined : 'status_differs'
}

interface Findings {
  compared: number
  differences: Difference[]
}

/** Some rows concern nobody at the platform (a consent of somebody not registered): nothing of them is there. */
const concernsPlatform = async (context: Context, mapping: Mapping, { businessKey, id, version, data }: Here) => {
  const event = { eventId: businessKey, id, version, data, at: context.clock.now() }
  return (await mapping.toResources(context, [event])).size > 0
}

/** Only where the platform is behind is our side right for certain; the rest is for an administrator to judge. */
const repair = async (context: Context, kind: string, here: Here, there: There[]): Promise<boolean> => {
  const behind = there.length === 0 || (there.length === 1 && there[0]!.version < here.version)
  if (!behind || here.state !== 'delivered') return false
  return transaction(context.db, tx => resend(tx, kind, here, context.clock.now()))
}

const compareChunk = async (context: Context, mapping: Mapping, chunk: Here[], findings: Findings): Promise<void> => {
  const ids = chunk.map(h => h.id)
  const found = await findThere(fhirClientOf(context.config), mapping, ids)
  for (const here of chunk) {
    const there = found.get(here.id) ?? []
    const kind = judge(here, there)
    findings.compared++
    if (!kind || (kind === 'missing_there' && !(await concernsPlatform(context, mapping, here)))) continue
    const repaired = await repair(context, mapping.kind, here, there)
    findings.differences.push({ businessKey: here.businessKey, kind, repaired })
  }
}

const compareMapping = async (context: Context, mapping: Mapping, from: Date, to: Date, findings: Findings) => {
  const here = await readHere(context.db, mapping, from, to)
  const settled = [...here.values()].filter(h => h.state !== 'waiting')
  for (let at = 0; at < settled.length; at += perLookup)
    await compareChunk(context, mapping, settled.slice(at, at + perLookup), findings)
  for await (const ids of listThere(fhirClientOf(context.config), mapping, from, to)) {
    const unseen = ids.filter(id => !here.has(`${mapping.kind}:${id}`))
    if (!unseen.length) continue
    const keys = unseen.map(id => `${mapping.kind}:${id}`)
    const known = await context.db.manager.find(OutboxEvent, {
      select: { businessKey: true },
      where: { businessKey: In(keys) },
    })
    const own = new Set(known.map(k => k.businessKey))
    for (const businessKey of keys)
      if (!own.has(businessKey)) findings.differences.push({ businessKey, kind: 'missing_here', repaired: false })
  }
}

/** @param from, to county days, both included. */
export const reconcile = async (
  context: Context,
  from: string,
  to: string,
): Promise<Reconciliation | Problem<'range_invalid' | 'county_platform_unavailable'>> => {
  const { db, clock, config } = context
  const days = DateTime.fromISO(to).diff(DateTime.fromISO(from), 'days').days + 1
  if (days < 1 || days > longestDays) return problem('range_invalid', { days: longestDays })
  const range = [
    instantOf(from, '00:00', config.TIME_ZONE),
    instantOf(addDays(to, 1), '00:00', config.TIME_ZONE),
  ] as const
  const findings: Findings = { compared: 0, differences: [] }
  try {
    for (const mapping of mappings) await compareMapping(context, mapping, ...range, findings)
  } catch (error) {
    if (error instanceof Unreachable) return problem('county_platform_unavailable')
    throw error
  }
  const { compared, differences } = findings
  const repaired = differences.filter(d => d.repaired).length
  const finishedAt = clock.now()
  return db.manager.save(
    Object.assign(new Reconciliation(), {
      reconciliationId: uuid(),
      from,
      to,
      finishedAt,
      compared,
      repaired,
      differences,
    }),
  )
}
