/**
 * Deliveries → FHIR, each exactly once. A first try creates only if our identifier is not there yet, or updates only
 * what we wrote last. After any outcome that is not clear the platform is asked what stands there before anything is
 * repeated: a lost answer, an inner 412 whose resource was kept, a version that somebody else wrote.
 */
import type { Resource } from '@medplum/fhirtypes'
import { type Delivery, type Outcome, failed } from '../delivery'
import { type Capabilities, readCapabilities } from './capability'
import type { FhirClient } from './client'
import { markOf, markParameter, markToken, over, versionOf } from './own-mark'
import { searchPrivately } from './search'
import { Unreachable } from './transport'
import { type Write, type WriteAnswer, sendWrites } from './write'

/** Business keys per search. */
const lookupSize = 50

type Verdict = Outcome | { state: 'unclear' }

const judge = (answer: WriteAnswer, write: Write): Verdict => {
  const { status, whole, why } = answer
  if (whole) return failed(why, { retryAfterMs: answer.retryAfterMs })
  // 200 to a create: something with our identifier was there already; which version, the search tells.
  if (status === 201 || (status >= 200 && status < 300 && write.method === 'PUT'))
    return { state: 'delivered', platformId: answer.platformId ?? write.id ?? null, etag: answer.etag }
  if (status === 429) return failed(why, { own: true, retryAfterMs: answer.retryAfterMs })
  if (status < 400 || status >= 500 || [404, 408, 409, 410, 412, 425].includes(status)) return { state: 'unclear' }
  return { state: 'refused', why }
}

const create = ({ resource, identifier }: Delivery): Write => ({
  method: 'POST',
  resource,
  ifNoneExist: `${markParameter(resource.resourceType)}=${encodeURIComponent(markToken(identifier))}`,
})

/** The write that needs no question first, if there is one. */
const firstTry = (delivery: Delivery, capabilities: Capabilities): Write | undefined => {
  const { event, record, resource } = delivery
  const type = resource.resourceType
  if (event.attempts > 0) return undefined
  if (!record) return event.version === 1 && capabilities.conditionalCreate(type) ? create(delivery) : undefined
  if (!record.etag || !capabilities.versioned(type)) return undefined
  return {
    method: 'PUT',
    resource: { ...resource, id: record.platformId },
    id: record.platformId,
    ifMatch: record.etag,
  }
}

/** What stands at the platform under our identifiers: business key → resources. @throws Unreachable */
const lookUp = async (client: FhirClient, deliveries: Delivery[]): Promise<Map<string, Resource[]>> => {
  const found = new Map<string, Resource[]>()
  const types = [...new Set(deliveries.map(d => d.resource.resourceType))]
  for (const type of types) {
    const ofType = deliveries.filter(d => d.resource.resourceType === type)
    for (let at = 0; at < ofType.length; at += lookupSize) {
      const asked = ofType.slice(at, at + lookupSize)
      const tokens = asked.map(d => markToken(d.identifier)).join(',')
      const form = new URLSearchParams({ [markParameter(type)]: tokens, _count: String(lookupSize * 4) })
      const resources: Resource[] = await searchPrivately(client, type, form)
      for (const { event, identifier } of asked)
        found.set(
          event.businessKey,
          resources.filter(r => markOf(r, identifier.system) === identifier.value),
        )
    }
  }
  return found
}

/** Of several the one we wrote to, else always the same one: reconciliation lists the others. */
const chosen = (standing: Resource[], record: Delivery['record']): Resource | undefined =>
  standing.find(r => r.id === record?.platformId) ?? [...standing].sort((a, b) => (a.id! < b.id! ? -1 : 1))[0]

const etagOf = ({ meta }: Resource): string | undefined => (meta?.versionId ? `W/"${meta.versionId}"` : undefined)

const repeat = (delivery: Delivery, standing: Resource[]): Write | Outcome => {
  const there = chosen(standing, delivery.record)
  if (!there) return create(delivery)
  if (versionOf(there) >= delivery.event.version)
    return { state: 'delivered', platformId: there.id ?? null, etag: etagOf(there) ?? null }
  const resource = over(there, delivery.resource, delivery.identifier.system)
  return { method: 'PUT', resource, id: there.id, ifMatch: etagOf(there) }
}

type Put = (delivery: Delivery, outcome: Outcome) => void

const askThenRepeat = async (client: FhirClient, can: Capabilities, unclear: Delivery[], put: Put): Promise<void> => {
  const found = await lookUp(client, unclear)
  const again: { delivery: Delivery; write: Write }[] = []
  for (const delivery of unclear) {
    const next = repeat(delivery, found.get(delivery.event.businessKey) ?? [])
    if ('method' in next) again.push({ delivery, write: next })
    else put(delivery, next)
  }
  const answers = await sendWrites(
    client,
    can,
    again.map(a => a.write),
  )
  again.forEach(({ delivery, write }, at) => {
    const verdict = judge(answers[at]!, write)
    put(delivery, verdict.state === 'unclear' ? failed(answers[at]!.why, { own: true }) : verdict)
  })
}

/**
 * @param deliveries of different business keys.
 * @param stillOurs asked before a second round of requests; false: another worker may have taken over, nothing more is sent.
 * @returns the outcome of each by event id; what is left out stays as it is.
 */
export const deliverByFhir = async (
  client: FhirClient,
  deliveries: Delivery[],
  stillOurs: () => Promise<boolean>,
): Promise<Map<string, Outcome>> => {
  const outcomes = new Map<string, Outcome>()
  const put: Put = ({ event }, outcome) => void outcomes.set(event.eventId, outcome)
  try {
    const can = await readCapabilities(client)
    const tries = deliveries.map(delivery => ({ delivery, write: firstTry(delivery, can) }))
    const sent = tries.filter((t): t is { delivery: Delivery; write: Write } => t.write !== undefined)
    const answers = await sendWrites(
      client,
      can,
      sent.map(t => t.write),
    )
    sent.forEach(({ delivery, write }, at) => {
      const verdict = judge(answers[at]!, write)
      if (verdict.state !== 'unclear') put(delivery, verdict)
    })
    const unclear = deliveries.filter(d => !outcomes.has(d.event.eventId))
    if (unclear.length && (await stillOurs())) await askThenRepeat(client, can, unclear, put)
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error
    for (const delivery of deliveries) if (!outcomes.has(delivery.event.eventId)) put(delivery, failed(error.why))
  }
  return outcomes
}
