import { badRequest, FhirError, outcomeOf } from './outcome'
import {
  type Conditions,
  checkReferences,
  conditionalUpdate,
  create,
  existingFor,
  knownType,
  newId,
  read,
  remove,
  resourceFrom,
  update,
  type Written,
} from './interactions'
import { mapReferences, type Resource } from './resource'
import { type Version } from './shelves'
import { type Store } from './store'

interface Entry {
  fullUrl?: string
  resource?: Resource
  request: { method: string; url: string; ifNoneExist?: string; ifMatch?: string }
}

interface Planned {
  entry: Entry
  position: number
  method: string
  type: string
  id?: string
  query?: string
  conditions: Conditions
  /** Ids given beforehand, so that others in the transaction can refer to what is not yet there. */
  existing?: Version
}

export interface EntryAnswer {
  resource?: Resource
  response: { status: string; location?: string; etag?: string; lastModified?: string; outcome?: Resource }
}

/** Carries out a batch (each entry alone) or a transaction (all or nothing). @throws FhirError */
export function runBundle(store: Store, body: unknown, searchBundle: SearchBundle): Resource {
  const bundle = body as { resourceType?: string; type?: string; entry?: Entry[] } | null
  if (bundle?.resourceType !== 'Bundle') throw badRequest('Only a Bundle can be posted to the base address')
  const entries = bundle.entry ?? []
  if (!Array.isArray(entries)) throw badRequest('Bundle.entry must be a list')
  if (bundle.type !== 'batch' && bundle.type !== 'transaction') {
    throw badRequest(`A Bundle of type ${bundle.type} cannot be carried out`)
  }
  const run = bundle.type === 'batch' ? runBatch : runTransaction
  return { resourceType: 'Bundle', type: `${bundle.type}-response`, entry: run(store, entries, searchBundle) }
}

type SearchBundle = (type: string, query: URLSearchParams) => Resource

function runBatch(store: Store, entries: Entry[], searchBundle: SearchBundle): EntryAnswer[] {
  // One commit for the whole batch: what one entry does wrong is taken back alone.
  return store.atomically(() =>
    entries.map((entry, position) => {
      try {
        return store.atomically(() => {
          const plan = planned(entry, position)
          const answer = carryOut(store, plan, searchBundle)
          if (entry.resource && isWrite(plan)) checkReferences(store, entry.resource)
          return answer
        })
      } catch (error) {
        if (!(error instanceof FhirError)) throw error
        return { response: { status: statusLine(error.status), outcome: outcomeOf(error) } }
      }
    }),
  )
}

/** R4 transaction order: DELETE, POST, PUT, then GET. */
const order = ['DELETE', 'POST', 'PUT', 'GET']

function runTransaction(store: Store, entries: Entry[], searchBundle: SearchBundle): EntryAnswer[] {
  const plans = entries.map(planned)
  return store.atomically(() => {
    resolveReferences(store, plans)
    const answers: EntryAnswer[] = []
    for (const method of order) {
      for (const plan of plans) {
        if (plan.method === method) answers[plan.position] = carryOutInTransaction(store, plan, searchBundle)
      }
    }
    for (const plan of plans) if (plan.entry.resource && isWrite(plan)) checkReferences(store, plan.entry.resource)
    return answers
  })
}

function carryOutInTransaction(store: Store, plan: Planned, searchBundle: SearchBundle): EntryAnswer {
  try {
    return carryOut(store, plan, searchBundle)
  } catch (error) {
    if (!(error instanceof FhirError)) throw error
    const at = `Bundle.entry[${plan.position}]`
    const faults = error.expressions.length > 0 ? error.expressions : [{ at: '', text: error.message }]
    throw new FhirError(
      error.status,
      error.code,
      error.message,
      faults.map(({ at: where, text }) => ({ at: where ? `${at}.resource.${where}` : at, text })),
    )
  }
}

function planned(entry: Entry, position: number): Planned {
  const { method, url, ifNoneExist, ifMatch } = entry.request ?? {}
  if (!method || !url) throw badRequest(`Bundle.entry[${position}] has no request`)
  if (!order.includes(method)) throw badRequest(`Bundle.entry[${position}]: ${method} is not supported`)
  const [path = '', query] = url.split(/\?(.*)/s)
  const [type = '', id] = path.split('/')
  if (method === 'POST' && id !== undefined) throw badRequest(`Bundle.entry[${position}]: a create names no id`)
  return { entry, position, method, type: knownType(type), id, query, conditions: { ifNoneExist, ifMatch } }
}

const isWrite = ({ method }: Planned): boolean => method === 'POST' || method === 'PUT'

/** Gives new resources their ids and turns `urn:uuid:…` and `Type?query` references into real ones. */
function resolveReferences(store: Store, plans: Planned[]): void {
  const addresses = new Map<string, string>()
  const targets = new Set<string>()
  for (const plan of plans) {
    if (!isWrite(plan)) continue
    if (plan.method === 'POST' || plan.query !== undefined) {
      const condition = plan.method === 'POST' ? plan.conditions.ifNoneExist : plan.query
      plan.existing = existingFor(store, plan.type, condition)
      plan.id = plan.existing?.resource.id ?? newId()
      const twin = condition === undefined ? undefined : `${plan.type}?${condition}`
      if (twin && targets.has(twin)) throw badRequest(`Two entries of the transaction share the condition ${twin}`)
      if (twin) targets.add(twin)
    }
    const address = `${plan.type}/${plan.id}`
    if (plan.method === 'PUT' && targets.has(address))
      throw badRequest(`Two entries of the transaction write ${address}`)
    targets.add(address)
    if (plan.entry.fullUrl) addresses.set(plan.entry.fullUrl, address)
  }
  for (const { entry } of plans) {
    mapReferences(entry.resource, reference => addresses.get(reference) ?? resolveConditional(store, reference))
  }
}

function resolveConditional(store: Store, reference: string): string {
  const [, type = '', query = ''] = /^([A-Z][A-Za-z]+)\?(.+)$/.exec(reference) ?? []
  if (query !== '') {
    const found = existingFor(store, knownType(type), query)
    if (!found) throw new FhirError(412, 'not-found', `Nothing matches the reference ${reference}`)
    return `${type}/${found.resource.id}`
  }
  if (reference.startsWith('urn:uuid:')) throw badRequest(`${reference} is nowhere in the Bundle`)
  return reference
}

function carryOut(store: Store, plan: Planned, searchBundle: SearchBundle): EntryAnswer {
  const { method, type, id, query, conditions, entry } = plan
  if (method === 'GET') {
    if (id === undefined)
      return { resource: searchBundle(type, new URLSearchParams(query)), response: { status: '200 OK' } }
    const version = read(store, type, id)
    return { resource: version.resource, response: responseOf({ status: 200, version }) }
  }
  if (method === 'DELETE') {
    if (id === undefined) throw badRequest('Deleting by condition is not supported')
    return { response: responseOf(remove(store, type, id, conditions)) }
  }
  const resource = resourceFrom(entry.resource, type)
  if (method === 'POST') {
    if (plan.existing) return { response: responseOf({ status: 200, version: plan.existing }) }
    return { response: responseOf(create(store, resource, conditions, id)) }
  }
  if (query !== undefined)
    return { response: responseOf(conditionalUpdate(store, query, withId(resource, plan), conditions)) }
  if (id === undefined) throw badRequest('An update needs an id')
  return { response: responseOf(update(store, id, resource, conditions)) }
}

/** In a transaction a conditional update already has the id that the others refer to. */
function withId(resource: Resource, { id }: Planned): Resource {
  return id === undefined || resource.id !== undefined ? resource : { ...resource, id }
}

function responseOf({ status, version }: Written): EntryAnswer['response'] {
  if (!version) return { status: statusLine(status) }
  const { resourceType, id, meta } = version.resource
  return {
    status: statusLine(status),
    location: `${resourceType}/${id}/_history/${meta.versionId}`,
    etag: `W/"${meta.versionId}"`,
    lastModified: meta.lastUpdated,
  }
}

const words: Record<number, string> = {
  200: 'OK',
  201: 'Created',
  204: 'No Content',
  400: 'Bad Request',
  404: 'Not Found',
  410: 'Gone',
  412: 'Precondition Failed',
  422: 'Unprocessable Entity',
}

export function statusLine(status: number): string {
  return `${status} ${words[status] ?? 'Error'}`
}
