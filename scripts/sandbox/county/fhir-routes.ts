import { runBundle } from './bundle'
import { type Call, type Reply } from './call'
import { capabilityStatement } from './capability'
import { type CardAuthority } from './health-card'
import { runCardOperation } from './card-operations'
import {
  checkReferences,
  conditionalUpdate,
  create,
  historyOf,
  knownType,
  read,
  readVersion,
  remove,
  resourceFrom,
  update,
  type Written,
} from './interactions'
import { badRequest, FhirError, outcomeOf } from './outcome'
import { matchPatient } from './patient-match'
import { type Resource } from './resource'
import { historyBundleOf, searchsetOf } from './searchset'
import { type Version } from './shelves'
import { type Store } from './store'

interface Platform {
  store: Store
  cards: CardAuthority
}

/** Answers one request under /fhir; refusals come back as OperationOutcome. */
export function answerFhir(platform: Platform, call: Call): Reply {
  try {
    return route(platform, call)
  } catch (error) {
    if (!(error instanceof FhirError)) throw error
    return { status: error.status, body: outcomeOf(error) }
  }
}

function route(platform: Platform, call: Call): Reply {
  const { store } = platform
  const base = `${call.origin}/fhir`
  const [type = '', id = '', third = '', versionId = ''] = call.path.slice('/fhir/'.length).split('/')
  if (type === '') return answerBundle(store, call, base)
  if (type === 'metadata') return { status: 200, body: capabilityStatement(base) }
  const operation = id.startsWith('$') ? id : third
  if (operation.startsWith('$')) return answerOperation(platform, call, id, operation)
  knownType(type)
  if (id === '') return answerType(store, call, type, base)
  if (id === '_search' && call.method === 'POST') {
    return { status: 200, body: searchsetOf(store, base, type, new URLSearchParams(call.body.toString())) }
  }
  if (third === '_history' && call.method === 'GET') {
    if (versionId !== '') return answerVersion(readVersion(store, type, id, versionId))
    return { status: 200, body: historyBundleOf(base, historyOf(store, type, id)) }
  }
  if (third !== '') throw new FhirError(404, 'not-found', 'No such address')
  return answerInstance(store, call, type, id, base)
}

function answerBundle(store: Store, call: Call, base: string): Reply {
  if (call.method !== 'POST') throw new FhirError(405, 'not-supported', 'Only a Bundle can be posted here')
  const search = (type: string, query: URLSearchParams): Resource => searchsetOf(store, base, type, query)
  return { status: 200, body: runBundle(store, bodyOf(call), search) }
}

function answerOperation({ store, cards }: Platform, call: Call, id: string, operation: string): Reply {
  if (!call.path.startsWith('/fhir/Patient/')) throw new FhirError(404, 'not-found', `No operation ${operation} here`)
  if (call.method !== 'POST') throw new FhirError(405, 'not-supported', 'Operations are posted')
  const parameters = call.body.length === 0 ? { resourceType: 'Parameters' } : bodyOf(call)
  if (operation === '$match') return { status: 200, body: matchPatient(store, `${call.origin}/fhir`, parameters) }
  return { status: 200, body: runCardOperation(store, cards, operation, id, parameters) }
}

function answerType(store: Store, call: Call, type: string, base: string): Reply {
  if (call.method === 'GET') return { status: 200, body: searchsetOf(store, base, type, call.query) }
  const resource = call.method === 'POST' || call.method === 'PUT' ? resourceFrom(bodyOf(call), type) : undefined
  if (!resource) throw new FhirError(405, 'not-supported', `${call.method} is not supported here`)
  const conditions = conditionsOf(call)
  return answerWrite(store, call, base, resource, () =>
    call.method === 'POST'
      ? create(store, resource, conditions)
      : conditionalUpdate(store, call.query.toString(), resource, conditions),
  )
}

function answerInstance(store: Store, call: Call, type: string, id: string, base: string): Reply {
  if (call.method === 'GET') return answerVersion(read(store, type, id))
  if (call.method === 'DELETE') {
    return { status: store.atomically(() => remove(store, type, id, conditionsOf(call))).status }
  }
  if (call.method !== 'PUT') throw new FhirError(405, 'not-supported', `${call.method} is not supported here`)
  const resource = resourceFrom(bodyOf(call), type)
  return answerWrite(store, call, base, resource, () => update(store, id, resource, conditionsOf(call)))
}

function answerWrite(store: Store, call: Call, base: string, resource: Resource, write: () => Written): Reply {
  const { status, version } = store.atomically(() => {
    const written = write()
    checkReferences(store, resource)
    return written
  })
  const { resourceType, id, meta } = version!.resource
  const headers = {
    ...versionHeaders(version!),
    Location: `${base}/${resourceType}/${id}/_history/${meta.versionId}`,
  }
  const wantsNothing = String(call.headers.prefer ?? '').includes('return=minimal')
  return { status, headers, ...(wantsNothing ? {} : { body: version!.resource }) }
}

function answerVersion(version: Version): Reply {
  return { status: 200, headers: versionHeaders(version), body: version.resource }
}

function versionHeaders({ resource, at }: Version): Record<string, string> {
  return { ETag: `W/"${resource.meta.versionId}"`, 'Last-Modified': new Date(at).toUTCString() }
}

function conditionsOf({ headers }: Call): { ifNoneExist?: string; ifMatch?: string } {
  return { ifNoneExist: headers['if-none-exist'] as string | undefined, ifMatch: headers['if-match'] }
}

function bodyOf(call: Call): unknown {
  try {
    return JSON.parse(call.body.toString())
  } catch {
    throw badRequest('The body is no JSON')
  }
}
